package dev.adyton.enclave.runtime;

import com.google.protobuf.ByteString;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.confinement.SelfConfinement;
import dev.adyton.enclave.runtime.sample.Texts;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.BootProceed;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EvidenceRequest;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.records.SocketRecords;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An enclave process as its launcher and its host see it. */
final class ChildEnclave implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    final Path directory;
    final Path socket;
    private final Process process;
    private final CompletableFuture<List<String>> errors;
    private AnsweringLauncher launcher;
    private EnclaveImage image;
    private AttestedChannel channel;
    private Communicator host;

    /** Starts the process, which waits for its boot request. */
    ChildEnclave() throws IOException {
        this(List.of());
    }

    private ChildEnclave(List<String> options) throws IOException {
        directory = Files.createTempDirectory("adyton-test");
        socket = directory.resolve("r.sock");
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), EnclaveMain.class.getName()));
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        process = builder.start();
        // Not on the common pool, whose few threads many children would hold.
        errors = CompletableFuture.supplyAsync(
                () -> process.errorReader().lines().toList(),
                reading -> Thread.ofVirtual().start(reading));
    }

    /** Starts a process and boots it with this image. */
    static ChildEnclave booted(EnclaveImage image) throws IOException {
        var child = new ChildEnclave();
        var reply = child.boot(child.request(image), image);
        if (!reply.hasReady()) {
            child.close();
            throw new IOException(reply.toString());
        }
        return child;
    }

    /** Starts a process, has it confine itself, and boots it with this image. */
    static ChildEnclave confined(EnclaveImage image) throws IOException {
        var child = new ChildEnclave(List.of(
                "--module-path",
                Path.of(SelfConfinement.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                "--add-modules",
                "dev.adyton.confinement",
                // The runtime, which alone may use it, is on the class path here.
                "--add-exports=dev.adyton.confinement/dev.adyton.confinement=ALL-UNNAMED",
                "--enable-native-access=dev.adyton.confinement",
                "--illegal-native-access=deny"));
        var request = child.request(image).toBuilder()
                .setSelfConfinement(dev.adyton.protocol.SelfConfinement.SELF_CONFINEMENT_SECCOMP)
                .build();
        child.send(request, image);
        var reply = BootReply.parseDelimitedFrom(child.process.getInputStream());
        if (reply.getConfined().getReached() == dev.adyton.protocol.SelfConfinement.SELF_CONFINEMENT_SECCOMP) {
            var in = child.process.getOutputStream();
            BootProceed.getDefaultInstance().writeDelimitedTo(in);
            in.flush();
            reply = child.answer(image);
        }
        if (!reply.hasReady()) {
            child.close();
            throw new IOException(reply + " " + child.errorLines());
        }
        return child;
    }

    BootRequest request(EnclaveImage image) {
        return BootRequest.newBuilder()
                .setName("child")
                .setImageSizeBytes(image.sizeBytes())
                .setMeasurement(ByteString.copyFrom(image.measurement().bytes()))
                .setRecordSocket(socket.toString())
                .build();
    }

    BootReply boot(BootRequest request, EnclaveImage image) throws IOException {
        send(request, image);
        return answer(image);
    }

    private void send(BootRequest request, EnclaveImage image) throws IOException {
        var in = process.getOutputStream();
        request.writeDelimitedTo(in);
        image.writeTo(in);
        in.flush();
    }

    private BootReply answer(EnclaveImage image) throws IOException {
        var reply = BootReply.parseDelimitedFrom(process.getInputStream());
        this.image = image;
        launcher = new AnsweringLauncher(process.getInputStream(), process.getOutputStream(), Vouched.attester(image));
        return reply;
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** Connects as host and initializes the application. */
    LifecycleGrpc.LifecycleBlockingStub initialized(String... commands) throws IOException {
        var stub = host();
        stub.initialize(EnclaveConfig.newBuilder()
                .setName("child")
                .addAllPayload(Rig.payload(commands))
                .build());
        return stub;
    }

    /** Connects as host and waits until the enclave has proved itself: whoever closes a session before leaves it open whether that was in order. */
    Communicator attested() throws IOException {
        host();
        channel.attested()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return host;
    }

    LifecycleGrpc.LifecycleBlockingStub host() throws IOException {
        channel = Vouched.host(SocketRecords.over(connect(), "child"), image);
        host = Communicator.start(
                channel,
                Communicator.Side.HOST,
                CommunicatorOptions.defaults("child"),
                List.of(Texts.service("test.Host", Map.of("Say", text -> text))));
        return LifecycleGrpc.newBlockingStub(host.channel());
    }

    Communicator session() {
        return host;
    }

    /** What the launcher's end would do. */
    void endLauncher() throws IOException {
        process.getOutputStream().close();
    }

    int exitCode() {
        return process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .exitValue();
    }

    /** All lines on its standard error, once it has ended. */
    List<String> errorLines() {
        return errors.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** All that it wrote on its standard output after its boot reply, once it has ended; fails where that is anything else. */
    List<EvidenceRequest> evidenceRequests() {
        return launcher.requests();
    }

    @Override
    public void close() throws IOException {
        if (host != null) {
            host.close();
        }
        process.destroyForcibly();
        exitCode();
        errorLines();
        process.getInputStream().close();
        Files.deleteIfExists(socket);
        Files.deleteIfExists(directory);
    }
}
