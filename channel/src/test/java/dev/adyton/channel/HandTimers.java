package dev.adyton.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that goes on when the test says so; what is due runs on the test's thread. */
final class HandTimers implements Timers {
    private record Task(Duration at, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private boolean closed;

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var waits = new Task(now.plus(delay), task);
        if (!closed) tasks.add(waits);
        return () -> {
            synchronized (this) {
                tasks.remove(waits);
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        tasks.clear();
    }

    /** How many tasks wait. */
    synchronized int waiting() {
        return tasks.size();
    }

    /** Whether a task waits that is due just then. */
    synchronized boolean waitsFor(Duration delay) {
        return tasks.stream().anyMatch(task -> task.at().equals(now.plus(delay)));
    }

    void advance(Duration by) {
        Duration end;
        synchronized (this) {
            end = now.plus(by);
        }
        for (var due = due(end); due != null; due = due(end)) due.action().run();
    }

    private synchronized Task due(Duration end) {
        var next = tasks.stream()
                .filter(task -> task.at().compareTo(end) <= 0)
                .min(Comparator.comparing(Task::at))
                .orElse(null);
        now = next == null ? end : next.at();
        tasks.remove(next);
        return next;
    }
}
