package dev.adyton.testkit;

import dev.adyton.testkit.peer.LiveThreads;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What there is in this JVM at one moment that somebody has to end.
 *
 * @param platformThreads threads that are alive, the Java runtime's own left out
 * @param virtualThreads names of virtual threads by their id
 * @param children all descendants of this process
 * @param descriptors what this process's file descriptors stand for
 * @param files files and directories that Adyton's processes made where temporary ones belong
 */
record Census(
        Set<Thread> platformThreads,
        Map<Long, String> virtualThreads,
        Set<ProcessHandle> children,
        Map<String, Integer> descriptors,
        Set<Path> files) {
    static {
        RuntimeWarmUp.run();
    }

    static Census take() {
        return new Census(
                LiveThreads.now(),
                VirtualThreads.now(),
                ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .collect(Collectors.toSet()),
                Descriptors.now(),
                TemporaryFiles.now());
    }

    /** What is here that was not there, as lines for a report. */
    Set<String> since(Census before) {
        var left = new TreeSet<String>();
        var newThreads = added(platformThreads, before.platformThreads);
        // Who asks is at work, not left behind.
        newThreads.remove(Thread.currentThread());
        newThreads.forEach(thread -> left.add("thread " + thread.getName() + " (" + thread.getState() + ")"));
        added(virtualThreads.keySet(), before.virtualThreads.keySet())
                .forEach(id -> left.add("virtual thread " + id + " " + virtualThreads.get(id)));
        added(children, before.children).forEach(child -> left.add("process " + child.pid() + " " + command(child)));
        descriptors.forEach((what, count) -> {
            var more = count - before.descriptors.getOrDefault(what, 0);
            if (more > 0) {
                left.add("descriptor " + what + (more > 1 ? " (" + more + " of them)" : ""));
            }
        });
        added(files, before.files).forEach(file -> left.add("file " + file));
        return left;
    }

    private static String command(ProcessHandle child) {
        return child.info().commandLine().orElse("");
    }

    private static <T> Set<T> added(Set<T> now, Set<T> before) {
        var added = new HashSet<>(now);
        added.removeAll(before);
        return added;
    }
}
