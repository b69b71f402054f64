package dev.adyton.testkit.attack.inside;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.logging.FileHandler;
import java.util.prefs.Preferences;

/** Ways to change something in a directory that the user may write to. */
final class FileWrites {
    private FileWrites() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("write: FileOutputStream", FileWrites::stream),
                Map.entry("write: RandomAccessFile", FileWrites::randomAccess),
                Map.entry("write: Files.writeString", scene -> Files.writeString(path(scene, "new-text"), "written")),
                Map.entry("write: memory-mapped", FileWrites::mapped),
                Map.entry(
                        "write: File.createNewFile",
                        scene -> file(scene, "new-empty").createNewFile()),
                Map.entry("write: temporary file", scene -> Files.createTempFile("attack", "")),
                Map.entry("write: temporary file of java.io", scene -> File.createTempFile("attack", "")),
                Map.entry("write: Files.createDirectory", scene -> Files.createDirectory(path(scene, "new-directory"))),
                Map.entry(
                        "write: File.mkdir",
                        scene -> done(file(scene, "new-mkdir").mkdir(), "File.mkdir()")),
                Map.entry(
                        "write: symbolic link",
                        scene -> Files.createSymbolicLink(path(scene, "new-link"), path(scene, "secret.txt"))),
                Map.entry(
                        "write: hard link",
                        scene -> Files.createLink(path(scene, "new-name"), path(scene, "secret.txt"))),
                Map.entry("change: rename", scene -> Files.move(path(scene, "secret.txt"), path(scene, "moved.txt"))),
                Map.entry(
                        "change: File.renameTo",
                        scene -> done(file(scene, "secret.txt").renameTo(file(scene, "moved.txt")), "File.renameTo()")),
                Map.entry("change: truncate", FileWrites::truncate),
                Map.entry(
                        "change: permissions",
                        scene -> Files.setPosixFilePermissions(
                                path(scene, "secret.txt"), PosixFilePermissions.fromString("rwxrwxrwx"))),
                Map.entry(
                        "change: time",
                        scene -> Files.setLastModifiedTime(path(scene, "secret.txt"), FileTime.fromMillis(0))),
                Map.entry(
                        "change: time by java.io",
                        scene -> done(file(scene, "secret.txt").setLastModified(0), "File.setLastModified()")),
                Map.entry("change: delete", FileWrites::delete),
                Map.entry(
                        "change: File.delete",
                        scene -> done(file(scene, "empty").delete(), "File.delete()")),
                Map.entry("write: log file", FileWrites::logFile),
                Map.entry("write: preferences", FileWrites::preferences));
    }

    private static File file(Scene scene, String name) {
        return new File(scene.getDirectory(), name);
    }

    private static Path path(Scene scene, String name) {
        return Path.of(scene.getDirectory(), name);
    }

    private static Object done(boolean done, String what) throws NothingGotException {
        return NothingGotException.unless(done, what + " is " + done);
    }

    private static Object stream(Scene scene) throws IOException {
        try (var out = new FileOutputStream(file(scene, "new-stream"))) {
            out.write(1);
        }
        return "written";
    }

    private static Object randomAccess(Scene scene) throws IOException {
        try (var file = new RandomAccessFile(file(scene, "new-random"), "rw")) {
            file.write(1);
        }
        return "written";
    }

    private static Object mapped(Scene scene) throws IOException {
        try (var channel = FileChannel.open(
                path(scene, "new-map"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 1).put((byte) 1);
        }
    }

    private static Object truncate(Scene scene) throws IOException {
        try (var channel = FileChannel.open(path(scene, "secret.txt"), StandardOpenOption.WRITE)) {
            return channel.truncate(0);
        }
    }

    private static Object delete(Scene scene) throws IOException {
        Files.delete(path(scene, "empty"));
        return "deleted";
    }

    private static Object logFile(Scene scene) throws IOException {
        var handler = new FileHandler(path(scene, "new-log").toString());
        handler.close();
        return "logging";
    }

    private static Object preferences(Scene scene) throws Exception {
        var node = Preferences.userRoot().node("adyton-attack");
        node.put("written", "yes");
        node.flush();
        node.removeNode();
        return "stored";
    }
}
