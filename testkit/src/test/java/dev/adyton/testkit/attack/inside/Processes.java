package dev.adyton.testkit.attack.inside;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

/** Ways to start, find and stop processes. */
final class Processes {

    private Processes() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("start: ProcessBuilder", scene -> run(new ProcessBuilder("/bin/true").start())),
                Map.entry(
                        "start: Runtime.exec", scene -> run(Runtime.getRuntime().exec(new String[] {"/bin/true"}))),
                Map.entry(
                        "start: shell",
                        scene -> run(new ProcessBuilder("/bin/sh", "-c", "true")
                                .inheritIO()
                                .start())),
                Map.entry(
                        "start: pipeline",
                        scene -> ProcessBuilder.startPipeline(
                                java.util.List.of(new ProcessBuilder("/bin/true"), new ProcessBuilder("/bin/true")))),
                Map.entry(
                        "find: another process",
                        scene -> ProcessHandle.of(scene.getProcess())
                                .orElseThrow()
                                .info()),
                Map.entry(
                        "find: its parent",
                        scene -> ProcessHandle.current().parent().orElseThrow()),
                Map.entry(
                        "find: all processes",
                        scene -> ProcessHandle.allProcesses()
                                .filter(process ->
                                        process.pid() != ProcessHandle.current().pid())
                                .findAny()
                                .orElseThrow()),
                Map.entry(
                        "find: its own command",
                        scene -> ProcessHandle.current().info().commandLine().orElseThrow()),
                Map.entry("signal: another process", Processes::terminate));
    }

    private static Object run(Process started) throws Exception {
        started.waitFor(10, TimeUnit.SECONDS);
        return started.exitValue();
    }

    private static Object terminate(Scene scene) throws Exception {
        var other = ProcessHandle.of(scene.getProcess()).orElseThrow(NoSuchElementException::new);
        return NothingGotException.unless(other.destroy(), "ProcessHandle.destroy() is false");
    }
}
