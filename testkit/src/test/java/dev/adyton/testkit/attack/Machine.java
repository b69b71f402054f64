package dev.adyton.testkit.attack;

import com.google.protobuf.ByteString;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.testkit.attack.inside.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Something of everything that code could want of a machine: files, listeners, another process. All of it open to everybody. */
final class Machine implements AutoCloseable {
    private static final String SECRET = "secret of the machine";

    private final Path directory;
    private final ServerSocketChannel tcp;
    private final ServerSocketChannel unix;
    private final Process process;
    private final List<String> before;

    private Machine(Path directory) throws IOException {
        this.directory = directory;
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(directory.resolve("secret.txt"), SECRET);
        Files.createDirectory(directory.resolve("empty"));
        jar(directory.resolve("outside.jar"));
        tcp = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket()));
        process = new ProcessBuilder("sleep", "600").start();
        before = files();
    }

    /** Laid out in this empty directory. */
    static Machine in(Path directory) throws IOException {
        return new Machine(directory);
    }

    Scene scene() throws IOException {
        return Scene.newBuilder()
                .setDirectory(directory.toString())
                .setPort(((InetSocketAddress) tcp.getLocalAddress()).getPort())
                .setSocket(socket().toString())
                .setProcess(process.pid())
                .setSerialized(serialized())
                .build();
    }

    boolean processIsAlive() {
        return process.isAlive();
    }

    /** What somebody has done to it; empty when all is as it was. */
    String changes() throws IOException {
        var changes = new StringBuilder();
        var now = files();
        if (!now.equals(before)) {
            changes.append("files ").append(now).append(", were ").append(before);
        }
        var secret = directory.resolve("secret.txt");
        if (!Files.exists(secret) || !Files.readString(secret).equals(SECRET)) {
            changes.append("; the secret is another");
        }
        if (!process.isAlive()) {
            changes.append("; the process has ended");
        }
        return changes.toString();
    }

    private Path socket() {
        return directory.resolve("listening");
    }

    private List<String> files() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.map(file -> directory.relativize(file).toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    private static void jar(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var jar = new ZipOutputStream(out)) {
            jar.putNextEntry(new ZipEntry("outside.txt"));
            jar.write(1);
            jar.putNextEntry(new ZipEntry("outside/Outside.class"));
            jar.write(ClassFile.of().build(ClassDesc.of("outside.Outside"), type -> {}));
        }
    }

    private static ByteString serialized() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new EvidenceUnavailableException("of a class that no image has"));
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }

    @Override
    public void close() throws IOException {
        try (tcp;
                unix) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
