package dev.adyton.confinement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Holds its thread in some files, and says what it then can, and what threads can that are older and newer. */
final class Held {
    private Held() {}

    /** Arguments: a directory to read, one to write, and one that is neither, each with a file {@code file}. */
    static void main(String[] arguments) throws Exception {
        var readable = Path.of(arguments[0]);
        var writable = Path.of(arguments[1]);
        var other = Path.of(arguments[2]);
        var go = new CountDownLatch(1);
        var older = new Thread(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            say("older thread reads other", () -> Files.readString(other.resolve("file")));
        });
        if (Landlock.support() instanceof Support.Unavailable(var reason)) {
            System.out.println("unavailable: " + reason);
            return;
        }
        System.out.println("version=" + Landlock.version());
        older.start();
        SelfConfinement.confine(Profile.LAUNCHER);
        var device = Path.of("/dev/null");
        var absent = writable.resolve("absent");
        Landlock.hold(List.of(readable, device, absent, Path.of("/proc")), List.of(writable, device, absent));
        go.countDown();
        older.join();
        say("read readable", () -> Files.readString(readable.resolve("file")));
        say("write readable", () -> Files.writeString(readable.resolve("file"), "x"));
        say("make readable", () -> Files.writeString(readable.resolve("new"), "x"));
        say("remove readable", () -> Files.delete(readable.resolve("file")));
        say("read writable", () -> Files.readString(writable.resolve("file")));
        say("write writable", () -> Files.writeString(writable.resolve("file"), "x"));
        say("make writable", () -> Files.createDirectory(writable.resolve("new")));
        say("move writable", () -> Files.move(writable.resolve("file"), writable.resolve("new/file")));
        say("remove writable", () -> Files.delete(writable.resolve("new/file")));
        say("read other", () -> Files.readString(other.resolve("file")));
        say("read other by /proc", () -> Files.readString(Path.of("/proc/self/root" + other, "file")));
        say("list other", () -> list(other));
        say("move out", () -> Files.move(writable.resolve("new"), other.resolve("new")));
        say("see other", () -> Files.size(other.resolve("file")));
        say("write device", () -> Files.writeString(device, "x"));
        say("start", () -> new ProcessBuilder("/bin/true").start());
        var newer = new Thread(() -> say("newer thread reads other", () -> Files.readString(other.resolve("file"))));
        newer.start();
        newer.join();
        System.out.println(Confined.DONE);
    }

    private static void say(String attempt, Attempt code) {
        try {
            code.run();
            System.out.println(attempt + "=yes");
        } catch (IOException e) {
            System.out.println(attempt + "=no");
        }
    }

    private static void list(Path directory) throws IOException {
        try (var _ = Files.newDirectoryStream(directory)) {
            // That it can be opened is all that counts.
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
