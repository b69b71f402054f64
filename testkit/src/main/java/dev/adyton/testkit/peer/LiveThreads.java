package dev.adyton.testkit.peer;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The platform threads of this JVM that somebody started and has to end. */
public final class LiveThreads {
    /**
     * Threads that the Java runtime starts when it first needs them and keeps: collector and compiler do not show, these do. Workers of
     * the common pools run virtual threads, timers and completion stages of everybody, and end when idle.
     */
    private static final List<String> OF_THE_RUNTIME = List.of(
            "Attach Listener",
            "Cleaner-",
            "Common-Cleaner",
            "CompletableFutureDelayScheduler",
            "Finalizer",
            "ForkJoinPool-",
            "ForkJoinPool.commonPool-",
            "JFR ",
            "JNA Cleaner",
            "MasterPoller",
            "Notification Thread",
            "Read-Poller",
            "Reference Handler",
            "SIG",
            "Signal Dispatcher",
            "VirtualThread-unblocker",
            "VirtualThread-unparker",
            "Write-Poller",
            "process reaper",
            // Of the test engine and what started it.
            "junit-",
            "surefire-");

    private LiveThreads() {}

    /** Threads that are alive now, the runtime's own left out. */
    public static Set<Thread> now() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !ofTheRuntime(thread))
                .collect(Collectors.toSet());
    }

    private static boolean ofTheRuntime(Thread thread) {
        return OF_THE_RUNTIME.stream().anyMatch(thread.getName()::startsWith);
    }
}
