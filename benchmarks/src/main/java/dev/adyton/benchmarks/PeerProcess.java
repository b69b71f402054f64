package dev.adyton.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVM of a grpc-java server; it ends when its standard input does. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private PeerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with the flags of an enclave process and waits until it listens. */
    static PeerProcess start(int hostPort, @Nullable Certificate certificate) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                PeerMain.class.getName(),
                Integer.toString(hostPort)));
        if (certificate != null) {
            command.add(certificate.store().toString());
        }
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Kept open: closing it would lose nothing, but the process writes one line and no more.
        BufferedReader out = process.inputReader();
        var line = out.readLine();
        if (line == null) {
            process.destroyForcibly();
            throw new IOException("the grpc-java server ended before it was ready");
        }
        return new PeerProcess(process, Integer.parseInt(line));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
