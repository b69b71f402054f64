package dev.adyton.testkit.attack.inside;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Scanner;
import java.util.zip.ZipFile;

/** Ways to see a file that anybody may read. */
@SuppressWarnings("DefaultCharset") // What is tried is the class as it comes.
final class FileReads {
    private FileReads() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("read: FileInputStream", scene -> first(new FileInputStream(secret(scene)))),
                Map.entry("read: FileReader", FileReads::reader),
                Map.entry("read: Scanner", FileReads::scanner),
                Map.entry("read: RandomAccessFile", FileReads::randomAccess),
                Map.entry("read: Files.readString", scene -> Files.readString(path(scene))),
                Map.entry("read: Files.newInputStream", scene -> first(Files.newInputStream(path(scene)))),
                Map.entry("read: FileChannel", FileReads::channel),
                Map.entry("read: memory-mapped", FileReads::mapped),
                Map.entry("read: AsynchronousFileChannel", FileReads::asynchronous),
                Map.entry(
                        "read: file URL",
                        scene -> first(secret(scene).toURI().toURL().openStream())),
                Map.entry(
                        "read: jar URL",
                        scene -> first(URI.create("jar:" + jar(scene) + "!/outside.txt")
                                .toURL()
                                .openStream())),
                Map.entry("read: ZipFile", FileReads::zip),
                Map.entry("read: ZIP file system", FileReads::zipFileSystem),
                Map.entry("read: resource of a URLClassLoader", FileReads::resource),
                Map.entry("read: class of a URLClassLoader", FileReads::loadedClass),
                Map.entry("look: File.list", FileReads::list),
                Map.entry("look: Files.list", FileReads::stream),
                Map.entry("look: File.exists", scene -> exists(secret(scene))),
                Map.entry("look: File.length", scene -> length(secret(scene))),
                Map.entry(
                        "look: attributes",
                        scene -> Files.readAttributes(path(scene), BasicFileAttributes.class)
                                .size()),
                Map.entry("look: real path", scene -> path(scene).toRealPath()),
                Map.entry(
                        "look: file store",
                        scene -> Files.getFileStore(path(scene)).getTotalSpace()),
                Map.entry("look: all file stores", scene -> fileStores()),
                Map.entry("look: watch", FileReads::watch));
    }

    private static File secret(Scene scene) {
        return new File(scene.getDirectory(), "secret.txt");
    }

    private static Path path(Scene scene) {
        return secret(scene).toPath();
    }

    private static URL jar(Scene scene) throws IOException {
        return new File(scene.getDirectory(), "outside.jar").toURI().toURL();
    }

    private static int first(InputStream opened) throws IOException {
        try (opened) {
            return opened.read();
        }
    }

    private static Object reader(Scene scene) throws IOException {
        try (var reader = new FileReader(secret(scene))) {
            return reader.read();
        }
    }

    private static Object scanner(Scene scene) throws IOException {
        try (var scanner = new Scanner(secret(scene))) {
            return scanner.nextLine();
        }
    }

    private static Object randomAccess(Scene scene) throws IOException {
        try (var file = new RandomAccessFile(secret(scene), "r")) {
            return file.read();
        }
    }

    private static Object channel(Scene scene) throws IOException {
        try (var channel = FileChannel.open(path(scene))) {
            return channel.read(ByteBuffer.allocate(1));
        }
    }

    private static Object mapped(Scene scene) throws IOException {
        try (var channel = FileChannel.open(path(scene), StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, 1).get();
        }
    }

    private static Object asynchronous(Scene scene) throws Exception {
        try (var channel = AsynchronousFileChannel.open(path(scene))) {
            return channel.read(ByteBuffer.allocate(1), 0).get();
        }
    }

    private static Object zip(Scene scene) throws IOException {
        try (var zip = new ZipFile(new File(scene.getDirectory(), "outside.jar"))) {
            return zip.size();
        }
    }

    private static Object zipFileSystem(Scene scene) throws IOException {
        try (var zip = FileSystems.newFileSystem(Path.of(scene.getDirectory(), "outside.jar"))) {
            return Files.size(zip.getPath("outside.txt"));
        }
    }

    private static Object resource(Scene scene) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {jar(scene)})) {
            var found = loader.getResourceAsStream("outside.txt");
            return NothingGotException.unless(found != null, "no resource");
        }
    }

    private static Object loadedClass(Scene scene) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {jar(scene)}, null)) {
            return loader.loadClass("outside.Outside");
        }
    }

    private static Object list(Scene scene) throws Exception {
        var names = new File(scene.getDirectory()).list();
        return NothingGotException.unless(names != null, "File.list() is null");
    }

    private static Object stream(Scene scene) throws IOException {
        try (var files = Files.list(Path.of(scene.getDirectory()))) {
            return files.count();
        }
    }

    private static Object exists(File file) throws Exception {
        return NothingGotException.unless(file.exists(), "File.exists() is false");
    }

    private static Object length(File file) throws Exception {
        return NothingGotException.unless(file.length() > 0, "File.length() is 0");
    }

    private static Object fileStores() throws Exception {
        var stores = FileSystems.getDefault().getFileStores().iterator();
        return NothingGotException.unless(stores.hasNext(), "no file store");
    }

    private static Object watch(Scene scene) throws IOException {
        try (var service = FileSystems.getDefault().newWatchService()) {
            return Path.of(scene.getDirectory())
                    .register(service, StandardWatchEventKinds.ENTRY_CREATE)
                    .isValid();
        }
    }
}
