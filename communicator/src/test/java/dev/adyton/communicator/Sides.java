package dev.adyton.communicator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.communicator.Communicator.Side;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A host and an enclave that talk to each other. Closing it closes both and makes sure that no thread is left. */
final class Sides implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);

    final Communicator host;
    final Communicator enclave;

    private Sides(Communicator host, Communicator enclave) {
        this.host = host;
        this.enclave = enclave;
    }

    /** Each serves these services, which may make calls back. */
    static Sides serving(Transport transport, BindableService... services) {
        return serving(transport, options("host"), options("enclave"), definitions(services), definitions(services));
    }

    static Sides serving(
            Transport transport,
            CommunicatorOptions hosts,
            CommunicatorOptions enclaves,
            List<ServerServiceDefinition> ofHost,
            List<ServerServiceDefinition> ofEnclave) {
        var records = transport.connect();
        return new Sides(
                Communicator.start(records.first(), Side.HOST, hosts, ofHost),
                Communicator.start(records.second(), Side.ENCLAVE, enclaves, ofEnclave));
    }

    static CommunicatorOptions options(String name) {
        return CommunicatorOptions.defaults(name);
    }

    static List<ServerServiceDefinition> definitions(BindableService... services) {
        var result = new ArrayList<ServerServiceDefinition>();
        for (var service : services) result.add(service.bindService());
        return result;
    }

    Channel toEnclave() {
        return host.channel();
    }

    Channel toHost() {
        return enclave.channel();
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static Status end(Communicator communicator) {
        return await(communicator.ended());
    }

    @Override
    public void close() {
        host.close();
        enclave.close();
        end(host);
        end(enclave);
        for (var thread : Thread.getAllStackTraces().keySet()) {
            if (!thread.getName().startsWith("adyton-")) continue;
            try {
                assertThat(thread.join(LIMIT)).as(thread.getName()).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }
}
