package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.adyton.credentials.Tokens;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ListRequest;
import dev.adyton.protocol.ProbeRequest;
import dev.adyton.protocol.ProvisionGrpc;
import dev.adyton.protocol.StopRequest;
import dev.adyton.relay.ProvisionServerCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What clients that are known by certificates learn of each other, and what logs learn of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProvisionIsolationTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final String LOOPBACK = "127.0.0.1";
    private static final TestCertificateAuthority CA = TestCertificateAuthority.create("ca");
    private static final ByteString SHA256 = ByteString.copyFrom(SecuredServer.IMAGE.sha256());

    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private ProvisionServerCredentials server() {
        var own = CA.server(LOOPBACK);
        return ProvisionServerCredentials.tls(own.writeChain(file("server.crt")), own.writeKey(file("server.key")))
                .withClientAuthorities(CA.writeCertificate(file("ca.crt")));
    }

    private ProvisionCredentials credentials(String name) {
        var own = CA.client(name);
        return ProvisionCredentials.tls(file("ca.crt"))
                .withCertificate(own.writeChain(file(name + ".crt")), own.writeKey(file(name + ".key")));
    }

    /** A client that says what it likes. */
    private ManagedChannel raw(SecuredServer server, String name) throws IOException {
        credentials(name);
        var own = TlsChannelCredentials.newBuilder()
                .trustManager(file("ca.crt").toFile())
                .keyManager(file(name + ".crt").toFile(), file(name + ".key").toFile())
                .build();
        return Grpc.newChannelBuilderForAddress(LOOPBACK, server.address().getPort(), own)
                .build();
    }

    private static ProvisionGrpc.ProvisionBlockingStub calls(ManagedChannel channel) {
        return ProvisionGrpc.newBlockingStub(channel);
    }

    private static void end(ManagedChannel... channels) throws InterruptedException {
        for (var channel : channels) {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void one_client_never_sees_attaches_to_or_stops_the_enclaves_of_another() throws Exception {
        try (var server = SecuredServer.start(file("storage"), server());
                var entered = server.enter(credentials("alice"))) {
            var alice = raw(server, "alice");
            var bob = raw(server, "bob");
            try {
                // The same name in another certificate with another key is the same client.
                assertThat(list(alice)).hasSize(1);
                assertThat(list(bob)).isEmpty();
                assertThat(cached(alice)).isTrue();
                assertThat(cached(bob)).isFalse();

                var id = calls(alice)
                        .launch(LaunchRequest.newBuilder()
                                .setName("second")
                                .setSha256(SHA256)
                                .setMeasurement(ByteString.copyFrom(
                                        SecuredServer.IMAGE.measurement().bytes()))
                                .build())
                        .getEnclaveId();
                var unknown = ByteString.copyFrom(new byte[id.size()]);
                assertThat(same(stop(bob, id), stop(bob, unknown))).isEqualTo(Status.Code.NOT_FOUND);
                assertThat(same(attach(bob, id), attach(bob, unknown))).isEqualTo(Status.Code.NOT_FOUND);
                assertThat(list(alice)).hasSize(2);

                calls(alice).stop(StopRequest.newBuilder().setEnclaveId(id).build());
                assertThat(list(alice)).hasSize(1);
                assertThat(entered.echo(1)).isEqualTo("1");
            } finally {
                end(alice, bob);
            }
        }
    }

    private static List<?> list(ManagedChannel channel) {
        return calls(channel).list(ListRequest.getDefaultInstance()).getEnclavesList();
    }

    private static boolean cached(ManagedChannel channel) {
        return calls(channel)
                .probe(ProbeRequest.newBuilder().setSha256(SHA256).build())
                .getCached();
    }

    private static Status stop(ManagedChannel channel, ByteString id) {
        return catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> calls(channel)
                                .stop(StopRequest.newBuilder().setEnclaveId(id).build()))
                .getStatus();
    }

    private static Status attach(ManagedChannel channel, ByteString id) throws Exception {
        var call = ProvisionGrpc.newBlockingV2Stub(channel).attach();
        return catchThrowableOfType(StatusException.class, () -> {
                    call.write(AttachRequest.newBuilder().setEnclaveId(id).build());
                    call.read();
                })
                .getStatus();
    }

    private static Status.Code same(Status one, Status other) {
        assertThat(one.getCode()).isEqualTo(other.getCode());
        assertThat(one.getDescription()).isEqualTo(other.getDescription());
        return one.getCode();
    }

    @Test
    void no_log_of_ours_at_any_level_holds_a_key_or_a_token() throws Exception {
        var token = Tokens.generate(new SecureRandom());
        var wrong = Tokens.generate(new SecureRandom());
        var tokens = IssuedCertificate.write(file("tokens"), Tokens.line("alice", token, Optional.empty()));
        var lines = new CopyOnWriteArrayList<String>();
        var handler = collecting(lines);
        var ours = Logger.getLogger("dev.adyton");
        ours.addHandler(handler);
        ours.setLevel(Level.ALL);
        try (var server = SecuredServer.start(file("storage"), server().withTokens(tokens))) {
            var mine = IssuedCertificate.write(file("token"), token);
            try (var entered = server.enter(credentials("alice").withToken(mine))) {
                entered.echo(1);
            }
            IssuedCertificate.write(mine, wrong);
            server.refusal(credentials("alice").withToken(mine));
            IssuedCertificate.write(tokens, "alice " + token);
            server.refusal(credentials("alice").withToken(mine));
        } finally {
            ours.removeHandler(handler);
            ours.setLevel(null);
        }
        var secrets = new ArrayList<>(List.of(token, wrong));
        for (var key : List.of("alice.key", "server.key")) {
            secrets.add(Files.readString(file(key))
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow()
                    .substring(0, 60));
        }
        assertThat(Base64.getDecoder().decode(secrets.getLast()))
                .as("a part of a key")
                .isNotEmpty();
        assertThat(lines).anyMatch(line -> line.contains("its token is not one of those accepted"));
        assertThat(lines).anyMatch(line -> line.contains("credentials not taken"));
        for (var secret : secrets) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    private static Handler collecting(List<String> lines) {
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        return handler;
    }
}
