package dev.adyton.enclave.runtime;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.channel.AttestedChannel;
import dev.adyton.channel.ChannelOptions;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.BootRequest;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.records.SocketRecords;
import io.grpc.StatusException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * The whole life of an enclave within this process, with an application of the runtime's own: boot request, image, all that is said to a launcher, attested channel over a Unix
 * socket, calls both ways, end. It loads and initializes what the first real enclave would otherwise have to wait for, and proves nothing: its evidence is of a
 * type that no host accepts, and whatever it makes is thrown away.
 */
final class Rehearsal {
    private static final String NAME = "rehearsal";

    /** Makes the image as large as a small one that is used: the JVM compiles what reads and measures it. */
    private static final int REST_BYTES = 512 << 10;

    private Rehearsal() {}

    /**
     * Runs it once and waits for its end.
     *
     * @param socket where its record socket is made; gone afterwards
     * @param log what the enclave logs
     */
    static void run(Path socket, LogSink log) throws IOException, StatusException {
        var input = boot(image(), socket);
        RehearsedLauncher.boot();
        var loaded = LoadedApplication.load(input.image(), log, EnclaveLogger.nameFor(input.name()));
        try (var listening = RecordSocket.bind(input.recordSocket());
                var hostEnd = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var claims = claims(input.image());
            try (var launcher = new RehearsedLauncher(Attester.of(new Source(), claims))) {
                var enclave = EnclaveRuntime.serve(
                        NAME,
                        loaded,
                        SocketRecords.over(listening.accept(), NAME),
                        launcher,
                        log,
                        LifecycleService.FINISH_GRACE);
                try (enclave) {
                    host(hostEnd, claims);
                }
                enclave.ended().toCompletableFuture().join();
            }
        }
    }

    private static void host(SocketChannel channel, RuntimeClaims claims) throws IOException {
        var policy = AppraisalPolicy.measurement(claims.measurement()).allowDebug();
        var appraiser = Appraiser.of(policy, List.of(new Verifier()), InstantSource.system());
        var records = AttestedChannel.host(
                SocketRecords.over(channel, NAME),
                new ChannelOptions(
                        NAME, Optional.empty(), Optional.of(appraiser), ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT));
        try (var host = Communicator.start(records, Side.HOST, CommunicatorOptions.defaults(NAME), List.of())) {
            var lifecycle = LifecycleGrpc.newBlockingStub(host.channel());
            lifecycle.initialize(EnclaveConfig.newBuilder()
                    .setName(NAME)
                    .addPayload(Any.getDefaultInstance())
                    .build());
            lifecycle.run(EnclaveInput.newBuilder()
                    .addPayload(Any.pack(EnclaveInput.getDefaultInstance()))
                    .build());
            lifecycle.finish(EnclaveFinal.getDefaultInstance());
            host.ended().toCompletableFuture().join();
        }
    }

    /** What a launcher would write, read as from a launcher. */
    private static BootInput boot(EnclaveImage image, Path socket) throws IOException {
        var pipe = new ByteArrayOutputStream();
        BootRequest.newBuilder()
                .setName(NAME)
                .setImageSizeBytes(image.sizeBytes())
                .setMeasurement(ByteString.copyFrom(image.measurement().bytes()))
                .setRecordSocket(socket.toString())
                .build()
                .writeDelimitedTo(pipe);
        image.writeTo(pipe);
        return BootInput.read(new ByteArrayInputStream(pipe.toByteArray()));
    }

    /** Of the application below, whose class file stands beside this one. Signed, as images are that are not for debugging: verifying that takes a cold JVM most of a start. */
    private static EnclaveImage image() throws IOException {
        var manifest = ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(RehearsalApplication.class.getName())
                .setName(NAME)
                .setDebug(true)
                .setMemoryLimitBytes(64L << 20)
                .setThreadLimit(64)
                .build();
        try (var key = SigningKey.generate(SignatureScheme.ED25519)) {
            return key.sign(
                    new ImageBuilder(manifest).addJar("rehearsal.jar", jar()).build());
        }
    }

    private static byte[] jar() throws IOException {
        var file = RehearsalApplication.class.getSimpleName() + ".class";
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes);
                var content = RehearsalApplication.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new FileNotFoundException(file + " beside " + Rehearsal.class.getName());
            }
            jar.putNextEntry(new JarEntry(RehearsalApplication.class.getName().replace('.', '/') + ".class"));
            content.transferTo(jar);
            jar.putNextEntry(new JarEntry("rest"));
            var rest = new byte[REST_BYTES];
            // What can be compressed would be less to read and to measure.
            new Random(0).nextBytes(rest);
            jar.write(rest);
        }
        return bytes.toByteArray();
    }

    private static RuntimeClaims claims(EnclaveImage image) {
        var measurement = Bytes.of(image.measurement().bytes());
        return new RuntimeClaims(measurement, Optional.empty(), NAME, 0, 0, true, NAME, Confinement.IN_PROCESS);
    }

    /** Vouches for nothing: what it makes is the report data itself. */
    private static final class Source implements EvidenceSource {
        @Override
        public String type() {
            return NAME;
        }

        @Override
        public Bytes evidence(Bytes reportData) {
            return reportData;
        }
    }

    private static final class Verifier implements EvidenceVerifier {
        @Override
        public String type() {
            return NAME;
        }

        @Override
        public PlatformClaims verify(Bytes platform, Bytes reportData, Instant at) throws VerificationException {
            if (!platform.equals(reportData)) {
                throw new VerificationException("report data", platform.hex(), reportData.hex());
            }
            return new Claims();
        }
    }

    private record Claims() implements PlatformClaims {
        @Override
        public String platform() {
            return NAME;
        }

        @Override
        public boolean simulated() {
            return false;
        }

        @Override
        public boolean debug() {
            return false;
        }

        @Override
        public Optional<Instant> issuedAt() {
            return Optional.empty();
        }

        @Override
        public List<Field> fields() {
            return List.of();
        }
    }
}
