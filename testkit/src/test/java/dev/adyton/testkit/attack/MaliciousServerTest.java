package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.adyton.channel.PeerRefusedException;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import dev.adyton.testkit.LeakCheck;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provision server that does what it likes with launches and records. Nothing it does brings a secret into other hands. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MaliciousServerTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final Duration SOON = Duration.ofMillis(500);

    @TempDir
    private static Path storage;

    private static ProvisionServer real;
    private static MaliciousServer server;
    private CapturedLog log;

    @BeforeAll
    static void start() throws Exception {
        real = ProvisionServer.start(ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(storage)
                .withDetachedLifetime(Duration.ofSeconds(5)));
        server = MaliciousServer.before(real.address());
        // The images are in its cache from here on.
        try (var victim = Victim.of(server.port())) {
            victim.load(Victim.IMPOSTOR);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        real.close();
    }

    @BeforeEach
    void capture() {
        log = CapturedLog.start();
    }

    @AfterEach
    void nothing_runs_any_more_and_no_secret_was_seen() {
        try (var _ = log) {
            server.scheme = new Scheme() {};
            Soon.becomes("no enclave is left", () -> server.running().isEmpty());
            Soon.becomes(
                    "no thread of a session is left",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().endsWith("-victim")));
            assertThat(log.lines()).noneMatch(line -> line.contains(Victim.SECRET));
        }
    }

    private StatusRuntimeException refused() {
        try (var victim = Victim.of(server.port())) {
            return victim.refused();
        }
    }

    private void neverInitialized() {
        assertThat(log.count(Witness.INITIALIZED) + log.count(Impostor.STOLE)).isZero();
    }

    private static LaunchRequest impostor(LaunchRequest asked) {
        return asked.toBuilder()
                .setSha256(ByteString.copyFrom(Victim.IMPOSTOR.sha256()))
                .setMeasurement(
                        ByteString.copyFrom(Victim.IMPOSTOR.measurement().bytes()))
                .build();
    }

    @Test
    void what_it_passes_on_as_it_should_arrives() throws Exception {
        try (var victim = Victim.of(server.port())) {
            assertThat(Victim.run(victim.load(), "hello")).isEqualTo("hello");
        }
        assertThat(log.count(Witness.INITIALIZED)).isEqualTo(1);
        assertThat(log.count(Witness.RAN)).isEqualTo(1);
    }

    @Test
    void another_image_is_noticed_by_what_the_server_says() {
        server.scheme = new Scheme() {
            @Override
            public LaunchRequest launch(LaunchRequest asked) {
                return impostor(asked);
            }
        };
        assertThat(refused().getStatus().getDescription()).contains("found another image started");
        neverInitialized();
    }

    @Test
    void another_image_about_which_the_server_lies_is_refused_by_its_evidence() {
        server.scheme = new Scheme() {
            @Override
            public LaunchRequest launch(LaunchRequest asked) {
                return impostor(asked);
            }

            @Override
            public LaunchReply launched(LaunchRequest asked, LaunchReply done) {
                return done.toBuilder().setMeasurement(asked.getMeasurement()).build();
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("refused: measurement: found " + Victim.IMPOSTOR.measurement() + ", wanted "
                        + Victim.WITNESS.measurement());
        assertThat(refusal.getStatus().getCause()).isInstanceOf(PeerRefusedException.class);
        neverInitialized();
    }

    @Test
    void the_session_of_another_client_cannot_be_joined() throws Exception {
        try (var first = Victim.of(server.port());
                var second = Victim.of(server.port())) {
            var splice = new SplicedStream();
            server.scheme = splice;
            var client = first.load();
            assertThat(Victim.run(client, "mine")).isEqualTo("mine");
            splice.joinNext();
            assertThat(second.refused()).isNotNull();
            // What came in between ended it, rather than being taken for the client's.
            var end = catchThrowableOfType(StatusRuntimeException.class, () -> Victim.run(client, "more"));
            assertThat(end.getStatus().getCode()).isIn(Status.Code.ABORTED, Status.Code.UNAVAILABLE);
        }
        assertThat(log.count(Witness.INITIALIZED)).isEqualTo(1);
        assertThat(log.count(Witness.RAN)).isEqualTo(1);
    }

    @Test
    void the_answers_of_a_recorded_session_are_worth_nothing() throws Exception {
        var recorded = Collections.synchronizedList(new ArrayList<ByteString>());
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toClient(int number, ByteString record) {
                recorded.add(record);
                return List.of(record);
            }
        };
        try (var victim = Victim.of(server.port())) {
            Victim.run(victim.load(), "to be replayed");
        }
        assertThat(recorded).hasSizeGreaterThan(4);
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toClient(int number, ByteString record) {
                return number < recorded.size() ? List.of(recorded.get(number)) : List.of();
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(refusal.getStatus().getDescription()).contains("TLS");
        assertThat(log.count(Witness.INITIALIZED)).as("by the recorded session").isEqualTo(1);
    }

    @Test
    void the_requests_of_a_recorded_session_are_worth_nothing() throws Exception {
        var recorded = Collections.synchronizedList(new ArrayList<ByteString>());
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toEnclave(int number, ByteString record) {
                recorded.add(record);
                return List.of(record);
            }
        };
        try (var victim = Victim.of(server.port())) {
            Victim.run(victim.load(), "to be replayed");
        }
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toEnclave(int number, ByteString record) {
                return number == 0 ? List.copyOf(recorded) : List.of();
            }
        };
        assertThat(refused()).isNotNull();
        assertThat(log.count(Witness.RAN)).as("by the recorded session").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twice", "late", "garbage", "long"})
    void a_record_that_arrives_otherwise_than_it_was_sent_ends_the_session(String how) throws Exception {
        var evil = new EvilFromNowOn(how);
        server.scheme = evil;
        // A call whose record does not come is followed by a question whether the enclave lives.
        var ask = Duration.ofMillis(500);
        try (var victim = Victim.of(server.port(), config -> config.withKeepalive(ask, Duration.ofSeconds(5)))) {
            var client = victim.load();
            assertThat(Victim.run(client, "before")).isEqualTo("before");
            evil.begin();
            var end = catchThrowableOfType(StatusRuntimeException.class, () -> {
                for (int i = 0; i < 3; i++) {
                    Victim.run(client, "after");
                }
            });
            assertThat(end).as("the end of the session").isNotNull();
        }
        // A record that came twice was not done twice.
        assertThat(log.count(Witness.RAN)).isLessThanOrEqualTo(2);
    }

    private static final class EvilFromNowOn implements Scheme {
        private final String how;
        private volatile boolean evil;
        private ByteString kept = ByteString.EMPTY;

        EvilFromNowOn(String how) {
            this.how = how;
        }

        void begin() {
            evil = true;
        }

        @Override
        public List<ByteString> toEnclave(int number, ByteString record) {
            if (!evil) {
                return List.of(record);
            }
            return switch (how) {
                case "twice" -> List.of(record, record);
                case "late" -> late(record);
                case "garbage" -> List.of(TamperedStream.garbage(record));
                default -> List.of(record.concat(ByteString.copyFrom(new byte[5])));
            };
        }

        /** The first is kept back until the second has passed. */
        private List<ByteString> late(ByteString record) {
            if (kept.isEmpty()) {
                kept = record;
                return List.of();
            }
            return List.of(record, kept);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Probe", "Upload", "Launch", "Attach"})
    void a_server_that_never_answers_is_given_up(String method) {
        server.scheme = new Scheme() {
            @Override
            public boolean forgetful() {
                return method.equals("Upload");
            }

            @Override
            public boolean silent(String asked) {
                // Nor does it listen when the client gives up: the real server ends the enclave by itself.
                return asked.equals(method) || asked.equals("Stop");
            }
        };
        boolean atStart = method.equals("Upload") || method.equals("Launch");
        try (var victim = Victim.of(
                server.port(), config -> atStart ? config.withStartDeadline(SOON) : config.withConnectDeadline(SOON))) {
            assertThat(victim.refused().getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        }
        neverInitialized();
    }

    @Test
    void an_enclave_that_never_says_a_word_is_given_up() {
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toClient(int number, ByteString record) {
                return List.of();
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        neverInitialized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Probe", "Upload", "Launch", "Attach"})
    void a_server_that_refuses_says_so(String method) {
        server.scheme = new Scheme() {
            @Override
            public boolean forgetful() {
                return method.equals("Upload");
            }

            @Override
            public Optional<Status> refusal(String asked) {
                return asked.equals(method)
                        ? Optional.of(Status.UNAVAILABLE.withDescription("cut by the server"))
                        : Optional.empty();
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).contains("cut by the server");
        neverInitialized();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_stream_that_is_cut_ends_the_load_at_each_record(int at) {
        var seen = new AtomicInteger();
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toClient(int number, ByteString record) {
                if (seen.getAndIncrement() == at) {
                    throw MaliciousServer.cut();
                }
                return List.of(record);
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isIn(Status.Code.UNAVAILABLE, Status.Code.ABORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 66 * 1024, 66 * 1024 + 1})
    void an_answer_of_garbage_is_refused(int bytes) {
        server.scheme = new Scheme() {
            @Override
            public List<ByteString> toClient(int number, ByteString record) {
                return List.of(ByteString.copyFrom(new byte[bytes]));
            }
        };
        var refusal = refused();
        assertThat(refusal.getStatus().getCode()).isIn(Status.Code.INTERNAL, Status.Code.UNAVAILABLE);
        neverInitialized();
    }
}
