package dev.adyton.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.protocol.ProvisionGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionBoundTest {
    @TempDir
    private Path storage;

    @Test
    void one_address_can_take_a_part_of_the_connections_only_and_gets_places_back() throws Exception {
        var sockets = new ArrayList<Socket>();
        try (var relay = new TestRelay(storage)) {
            for (var i = 0; i < BoundedServerChannel.MOST_PER_ADDRESS; i++) {
                sockets.add(connect(relay));
            }
            var surplus = connect(relay);
            sockets.add(surplus);
            assertThat(isClosedByServer(surplus)).isTrue();
            assertThat(sockets.getFirst().getInputStream().read())
                    .as("the server's preface")
                    .isNotNegative();

            close(sockets);

            Await.until(() -> {
                try (var again = connect(relay)) {
                    return again.getInputStream().read() >= 0;
                } catch (IOException reset) {
                    return false;
                }
            });
        } finally {
            close(sockets);
        }
    }

    @Test
    void a_connection_on_which_calls_are_reset_without_end_is_closed() throws Exception {
        try (var relay = new TestRelay(storage)) {
            var end = new CompletableFuture<Status>();
            HealthGrpc.newStub(relay.channel).watch(HealthCheckRequest.getDefaultInstance(), ending(end));
            Await.until(() -> {
                var call = relay.channel.newCall(ProvisionGrpc.getProbeMethod(), CallOptions.DEFAULT);
                call.start(new ClientCall.Listener<>() {}, new Metadata());
                call.cancel("again", null);
                return end.isDone();
            });

            assertThat(end.join().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(end.join().getDescription()).contains("ENHANCE_YOUR_CALM");
        }
    }

    private static StreamObserver<HealthCheckResponse> ending(CompletableFuture<Status> end) {
        return new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse value) {}

            @Override
            public void onError(Throwable t) {
                end.complete(Status.fromThrowable(t));
            }

            @Override
            public void onCompleted() {
                end.complete(Status.OK);
            }
        };
    }

    private static Socket connect(TestRelay relay) throws IOException {
        var socket = new Socket(
                relay.server.address().getAddress(), relay.server.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isClosedByServer(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return reset instanceof java.net.SocketException;
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
