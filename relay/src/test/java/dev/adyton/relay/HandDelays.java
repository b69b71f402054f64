package dev.adyton.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when a test says so. */
final class HandDelays implements Delays {
    private record Task(Duration at, Runnable action) {}

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public synchronized Runnable after(Duration time, Runnable action) {
        var task = new Task(now.plus(time), action);
        tasks.add(task);
        return () -> remove(task);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    /** Does what is due within this time. */
    void pass(Duration time) {
        due(time).forEach(task -> task.action().run());
    }

    private synchronized List<Task> due(Duration time) {
        now = now.plus(time);
        var due = tasks.stream()
                .filter(task -> task.at().compareTo(now) <= 0)
                .sorted(Comparator.comparing(Task::at))
                .toList();
        tasks.removeAll(due);
        return due;
    }

    synchronized int waiting() {
        return tasks.size();
    }

    @Override
    public synchronized void close() {
        tasks.clear();
    }
}
