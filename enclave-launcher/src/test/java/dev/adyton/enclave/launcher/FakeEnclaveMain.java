package dev.adyton.enclave.launcher;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.protocol.BootConfined;
import dev.adyton.protocol.BootConfining;
import dev.adyton.protocol.BootProceed;
import dev.adyton.protocol.BootReady;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import dev.adyton.protocol.LaunchFailure;
import dev.adyton.protocol.SelfConfinement;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;

/** An enclave process without an enclave: the name that it is given says how it behaves, well or badly. */
final class FakeEnclaveMain {
    private FakeEnclaveMain() {}

    static void main(String[] arguments) throws IOException {
        var request = DelimitedMessages.read(System.in, BootRequest.parser()).orElseThrow();
        var name = request.getName();
        switch (name) {
            case "refuses-early" -> {
                reply(BootReply.newBuilder()
                        .setFailure(LaunchFailure.newBuilder().setCode(3).setMessage("too large\u001b[31m\nfor me"))
                        .build());
                Runtime.getRuntime().halt(10);
            }
            case "opens-sockets" -> {
                reply(BootReply.newBuilder()
                        .setFailure(LaunchFailure.newBuilder().setCode(3).setMessage(sockets()))
                        .build());
                Runtime.getRuntime().halt(10);
            }
            case "dies" -> {
                System.err.println("ERROR fake: the reason why");
                Runtime.getRuntime().halt(14);
            }
            case "ready-early" -> {
                System.in.close();
                reply(BootReply.newBuilder()
                        .setReady(BootReady.getDefaultInstance())
                        .build());
            }
            case "silent" -> {
                System.err.println("INFO fake: thinking");
                sleepForEver();
            }
            case "babbles" -> System.out.write(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff}, 0, 4);
            case "says-nothing" -> reply(BootReply.getDefaultInstance());
            case "floods-boot" -> floodOutput();
            default -> serve(request);
        }
        System.out.flush();
        sleepForEver();
    }

    private interface Opening {
        Closeable open() throws IOException;
    }

    /** What comes of opening sockets of each kind that Java has. */
    private static String sockets() {
        return String.join(
                "; ",
                socket("TCP", SocketChannel::open),
                socket("UDP", DatagramChannel::open),
                socket("TCP over IPv4", () -> SocketChannel.open(StandardProtocolFamily.INET)),
                socket("UDP over IPv4", () -> DatagramChannel.open(StandardProtocolFamily.INET)),
                socket("Unix", () -> SocketChannel.open(StandardProtocolFamily.UNIX)));
    }

    private static String socket(String name, Opening opening) {
        try (var _ = opening.open()) {
            return name + " opened";
        } catch (IOException refused) {
            return name + " " + refused.getMessage();
        }
    }

    private static void serve(BootRequest request) throws IOException {
        var image = System.in.readNBytes(Math.toIntExact(request.getImageSizeBytes()));
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(request.getRecordSocket()));
        confine(request.getName());
        if (request.getName().startsWith("asks-")) {
            reply(BootReply.newBuilder()
                    .setReady(BootReady.getDefaultInstance())
                    .build());
            try (var connection = server.accept();
                    var out = Channels.newOutputStream(connection)) {
                ask(request.getName(), out);
            }
            return;
        }
        if (request.getName().equals("stubborn")) {
            Runtime.getRuntime().addShutdownHook(new Thread(FakeEnclaveMain::sleepForEver));
        } else {
            Thread.ofPlatform().daemon().start(() -> dieWithLauncher(Path.of(request.getRecordSocket())));
        }
        if (request.getName().equals("floods-log")) {
            for (int i = 0; i < 20_000; i++) {
                System.err.println("INFO line " + i);
            }
            System.err.println("INFO x".repeat(10_000));
        }
        reply(BootReply.newBuilder().setReady(BootReady.getDefaultInstance()).build());
        try (var connection = server.accept();
                var out = Channels.newOutputStream(connection)) {
            out.write(describe(request, image.length).getBytes(StandardCharsets.UTF_8));
        }
        act(request.getName());
    }

    /** Says of its confinement what the name says, which is never true. */
    private static void confine(String name) throws IOException {
        if (name.endsWith("-soon")) {
            reply(BootReply.newBuilder()
                    .setConfining(BootConfining.getDefaultInstance())
                    .build());
        }
        if (name.startsWith("pretends-")) {
            reply(BootReply.newBuilder()
                    .setConfined(BootConfined.newBuilder().setReached(SelfConfinement.SELF_CONFINEMENT_SECCOMP))
                    .build());
        } else if (name.startsWith("cannot-confine")) {
            var confined = BootConfined.newBuilder().setWhyNot("the kernel is\u001b[31m old");
            reply(BootReply.newBuilder().setConfined(confined).build());
            var _ = DelimitedMessages.read(System.in, BootProceed.parser()).orElseThrow();
            if (name.endsWith("twice")) {
                reply(BootReply.newBuilder().setConfined(confined).build());
            }
        }
    }

    /** Asks for evidence as the name says, and passes on what comes. */
    private static void ask(String name, OutputStream out) throws IOException {
        var in = System.in;
        switch (name) {
            case "asks-twice" -> {
                for (int id = 1; id <= 2; id++) {
                    DelimitedMessages.write(System.out, evidenceRequest(id, 64).build());
                    DelimitedMessages.read(in, EvidenceReply.parser())
                            .orElseThrow()
                            .writeDelimitedTo(out);
                }
            }
            case "asks-for-less" ->
                DelimitedMessages.write(System.out, evidenceRequest(1, 63).build());
            case "asks-out-of-turn" ->
                DelimitedMessages.write(System.out, evidenceRequest(2, 64).build());
            case "asks-for-more" ->
                DelimitedMessages.write(
                        System.out,
                        evidenceRequest(1, 64)
                                .setUnknownFields(UnknownFieldSet.newBuilder()
                                        .addField(
                                                3,
                                                UnknownFieldSet.Field.newBuilder()
                                                        .addLengthDelimited(ByteString.copyFromUtf8("measurement"))
                                                        .build())
                                        .build())
                                .build());
            case "asks-nonsense" -> System.out.write(new byte[] {1, 1}, 0, 2);
            case "asks-without-listening" -> {
                for (int id = 1; id <= 1000; id++) {
                    DelimitedMessages.write(System.out, evidenceRequest(id, 64).build());
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
        System.out.flush();
    }

    private static EvidenceRequest.Builder evidenceRequest(long id, int binderBytes) {
        var binder = new byte[binderBytes];
        binder[0] = (byte) id;
        return EvidenceRequest.newBuilder().setId(id).setBinder(ByteString.copyFrom(binder));
    }

    private static void act(String name) {
        if (name.startsWith("exits-")) {
            Runtime.getRuntime().halt(Integer.parseInt(name.substring("exits-".length())));
        }
        if (name.equals("eats-memory")) {
            var eaten = new ArrayList<byte[]>();
            while (!eaten.contains(new byte[0])) {
                eaten.add(new byte[1 << 20]);
            }
        }
    }

    private static String describe(BootRequest request, int imageBytes) {
        var runtime = Runtime.getRuntime();
        return String.join(
                "\n",
                "environment " + System.getenv(),
                "directory " + System.getProperty("user.dir"),
                "temporary " + System.getProperty("java.io.tmpdir"),
                "memory " + runtime.maxMemory(),
                "image " + imageBytes + " of " + request.getImageSizeBytes());
    }

    private static void dieWithLauncher(Path socket) {
        try {
            while (System.in.read() >= 0) {
                // Only the end counts.
            }
            System.err.println("INFO fake: the end");
            new PrivateDirectory(socket.getParent()).delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(11);
        }
    }

    private static void floodOutput() {
        var out = System.out;
        var block = new byte[8192];
        while (!out.checkError()) {
            out.write(block, 0, block.length);
        }
    }

    private static void reply(BootReply reply) throws IOException {
        OutputStream out = System.out;
        DelimitedMessages.write(out, reply);
    }

    private static void sleepForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
