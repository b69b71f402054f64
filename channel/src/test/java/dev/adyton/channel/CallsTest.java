package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.channel.Middle.Script;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.Communicator.Side;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import dev.adyton.records.SocketRecords;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gRPC calls over the channel, as a host and an enclave make them. */
class CallsTest {
    private static final MethodDescriptor<byte[], byte[]> ECHO = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName("test.Echo/Echo")
            .setRequestMarshaller(new Octets())
            .setResponseMarshaller(new Octets())
            .build();

    @TempDir
    Path directory;

    private final TestPlatform platform = new TestPlatform();
    private final AtomicInteger served = new AtomicInteger();
    private Communicator host;
    private Communicator enclave;

    private static final class Octets implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void start(Records toEnclave, Records toHost, Bytes measurement) {
        var service = ServerServiceDefinition.builder("test.Echo")
                .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, answer) -> {
                    served.incrementAndGet();
                    answer.onNext(request);
                    answer.onCompleted();
                }))
                .build();
        var limit = ChannelOptions.DEFAULT_HANDSHAKE_TIMEOUT;
        host = Communicator.start(
                AttestedChannel.host(
                        toEnclave,
                        new ChannelOptions("host", Optional.empty(), Optional.of(platform.appraiser()), limit)),
                Side.HOST,
                CommunicatorOptions.defaults("host"),
                List.of(service));
        enclave = Communicator.start(
                AttestedChannel.enclave(
                        toHost,
                        new ChannelOptions(
                                "enclave", Optional.of(platform.attester(measurement)), Optional.empty(), limit)),
                Side.ENCLAVE,
                CommunicatorOptions.defaults("enclave"),
                List.of(service));
    }

    private void startOverSocket() throws IOException {
        var address = UnixDomainSocketAddress.of(directory.resolve("s"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            var first = SocketRecords.over(SocketChannel.open(address), "host");
            start(first, SocketRecords.over(server.accept(), "enclave"), TestPlatform.MEASUREMENT);
        }
    }

    private static byte[] echo(Channel channel, byte[] request) {
        return ClientCalls.blockingUnaryCall(
                channel, ECHO, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), request);
    }

    @AfterEach
    void no_thread_is_left() throws Exception {
        host.close();
        enclave.close();
        host.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        enclave.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("adyton-")) {
                assertThat(thread.join(Duration.ofSeconds(20)))
                        .as(thread.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void calls_go_both_ways_over_a_socket() throws Exception {
        startOverSocket();
        for (var length : new int[] {0, 1, 64, 65_536, 1 << 20}) {
            var request = AttestedChannelTest.bytes(length, length);
            assertThat(echo(host.channel(), request)).isEqualTo(request);
            assertThat(echo(enclave.channel(), request)).isEqualTo(request);
        }
    }

    @Test
    void many_calls_at_once_go_both_ways_over_a_socket() throws Exception {
        startOverSocket();
        var callers = new ArrayList<Thread>();
        var right = new AtomicInteger();
        for (var i = 0; i < 16; i++) {
            var request = AttestedChannelTest.bytes(i, 100_000);
            var channel = i % 2 == 0 ? host.channel() : enclave.channel();
            callers.add(Thread.ofVirtual().start(() -> {
                for (var n = 0; n < 20; n++) {
                    if (Arrays.equals(echo(channel, request), request)) right.incrementAndGet();
                }
            }));
        }
        for (var caller : callers) caller.join();
        assertThat(right).hasValue(16 * 20);
    }

    @Test
    void nothing_of_a_call_is_seen_on_the_way() {
        var middle = new Middle(Script.HONEST);
        start(middle.host, middle.enclave, TestPlatform.MEASUREMENT);
        var marker = "the password is swordfish";
        assertThat(echo(host.channel(), marker.getBytes(StandardCharsets.US_ASCII)))
                .hasSize(marker.length());
        assertThat(echo(enclave.channel(), marker.getBytes(StandardCharsets.US_ASCII)))
                .hasSize(marker.length());
        assertThat(middle.seen(Middle.Flow.TO_ENCLAVE)).isNotEmpty();
        assertThat(middle.seen)
                .allSatisfy(seen -> assertThat(new String(seen.record(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(marker)
                        .doesNotContain("test.Echo"));
    }

    @Test
    void a_call_to_a_refused_enclave_fails_with_every_reason_and_is_not_served() {
        var pair = MemoryRecords.pair();
        start(pair.first(), pair.second(), Bytes.hex("aa".repeat(48)));
        assertThatThrownBy(() -> echo(host.channel(), new byte[] {1}))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(e.getStatus().getDescription()).contains("refused: ", "aaaaaaaa", "1a2b3c4d");
                });
        assertThat(served).hasValue(0);
    }
}
