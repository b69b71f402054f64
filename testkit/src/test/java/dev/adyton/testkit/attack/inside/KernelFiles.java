package dev.adyton.testkit.attack.inside;

import java.io.FileInputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files in which the kernel shows, or gives away, what processes and devices have. */
final class KernelFiles {
    private static final List<String> READ = List.of(
            "/proc/self/mem",
            "/proc/self/maps",
            "/proc/self/environ",
            "/proc/self/cmdline",
            "/proc/self/status",
            "/proc/1/environ",
            "/proc/1/cmdline",
            "/proc/net/tcp",
            "/proc/net/unix",
            "/proc/mounts",
            "/proc/sys/kernel/core_pattern",
            "/sys/kernel/notes",
            "/etc/passwd",
            "/dev/random",
            "/dev/mem");

    private KernelFiles() {}

    static Map<String, Attempt> all() {
        var all = new HashMap<String, Attempt>();
        READ.forEach(file -> all.put("read: " + file, scene -> firstByte(file)));
        all.put("write: /proc/self/mem", scene -> openForWriting("/proc/self/mem"));
        all.put("write: /proc/self/oom_score_adj", scene -> openForWriting("/proc/self/oom_score_adj"));
        all.put("write: /dev/shm", scene -> Files.createTempFile(Path.of("/dev/shm"), "attack", ""));
        all.put("read: environment of another process", scene -> firstByte("/proc/" + scene.getProcess() + "/environ"));
        all.put("read: memory of another process", scene -> firstByte("/proc/" + scene.getProcess() + "/mem"));
        all.put("look: descriptors", scene -> list("/proc/self/fd"));
        all.put("look: descriptors of another process", scene -> list("/proc/" + scene.getProcess() + "/fd"));
        all.put("read: descriptor 0", scene -> firstByte("/proc/self/fd/0"));
        all.put("write: descriptor 1", scene -> openForWriting("/proc/self/fd/1"));
        all.put("write: descriptor 2", scene -> openForWriting("/dev/stderr"));
        return Map.copyOf(all);
    }

    private static Object firstByte(String file) throws Exception {
        try (var in = new FileInputStream(file)) {
            // What is at the beginning of an address space is not mapped, which is not the same as refused.
            return file.endsWith("/mem") ? "opened" : in.read();
        }
    }

    private static Object openForWriting(String file) throws Exception {
        try (var opened = new RandomAccessFile(file, "rw")) {
            return opened.getFD().valid();
        }
    }

    private static Object list(String directory) throws Exception {
        try (var files = Files.list(Path.of(directory))) {
            return files.count();
        }
    }
}
