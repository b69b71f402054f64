package dev.adyton.testkit;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.EnclaveState;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.testkit.peer.Behaviour;
import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.FactsRequest;
import dev.adyton.testkit.peer.FailKind;
import dev.adyton.testkit.peer.FailRequest;
import dev.adyton.testkit.peer.InsideGrpc;
import dev.adyton.testkit.peer.Packet;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rules of an enclave's life. */
abstract class LifecycleCases {
    private final Bench bench;

    LifecycleCases(Bench bench) {
        this.bench = bench;
    }

    @Test
    void an_enclave_is_running_once_loaded_and_finalized_once_destroyed() {
        var name = bench.freshName();
        var guest = bench.load(name, bench.release(), Behaviour.getDefaultInstance());
        var client = guest.client();
        Expect.equal(EnclaveState.RUNNING, client.state(), "state once loaded");
        Expect.equal(name, client.name(), "name");
        Expect.equal(bench.release().measurement(), client.measurement(), "measurement");
        Expect.equal(Optional.of(client), bench.manager().client(name), "the enclave by its name");
        guest.close();
        Expect.equal(EnclaveState.FINALIZED, client.state(), "state once destroyed");
        Expect.equal(Optional.empty(), bench.manager().client(name), "the enclave by its name");
        var entered = Expect.failure(
                Status.Code.FAILED_PRECONDITION, () -> client.enterAndRun(EnclaveInput.getDefaultInstance()));
        Expect.contains(entered.getDescription(), "finalized", "description of enterAndRun's failure");
        var called = Expect.failure(
                Status.Code.FAILED_PRECONDITION, () -> guest.peer().echo(Packet.getDefaultInstance()));
        Expect.contains(called.getDescription(), "finalized", "description of a call's failure");
        guest.close();
    }

    @Test
    void an_idle_connection_runs_no_handler_and_ends_cleanly() throws InterruptedException {
        var handled = new CountDownLatch(1);
        try (var guest = bench.load(bench.release())) {
            guest.hostEcho().set(packet -> {
                handled.countDown();
                return packet;
            });
            Expect.that(!handled.await(1, TimeUnit.SECONDS), "a handler of the host ran while nobody called");
            Expect.equal(EnclaveState.RUNNING, guest.client().state(), "state after a second");
        }
    }

    @Test
    void two_items_cross_each_way() {
        var input = EnclaveInput.newBuilder()
                .addPayload(Any.pack(StringValue.of("first")))
                .addPayload(Any.pack(Int64Value.of(2)))
                .build();
        var output = bench.shared().client().enterAndRun(input);
        Expect.equal(input.getPayloadList(), output.getPayloadList(), "payload");
    }

    @Test
    void a_failing_run_crosses_and_the_enclave_goes_on() {
        var client = bench.shared().client();
        var input = EnclaveInput.newBuilder()
                .addPayload(Any.pack(fail(Status.Code.OUT_OF_RANGE, "asked to fail")))
                .build();
        var status = Expect.failure(Status.Code.OUT_OF_RANGE, () -> client.enterAndRun(input));
        Expect.equal("asked to fail", status.getDescription(), "description");
        Expect.equal(EnclaveState.RUNNING, client.state(), "state");
    }

    @Test
    void the_configuration_reaches_the_application() {
        var name = bench.freshName();
        var config = EnclaveLoadConfig.of(name, bench.release())
                .withConfig(EnclaveConfig.newBuilder().setName("another").build())
                .withPayload(StringValue.of("one"))
                .withPayload(Int64Value.of(2));
        var client = bench.manager().load(config, bench.loader());
        try {
            var facts = InsideGrpc.newBlockingStub(client.channel()).facts(FactsRequest.getDefaultInstance());
            Expect.equal(name, facts.getName(), "name");
            Expect.equal(
                    ByteString.copyFrom(bench.release().measurement().bytes()), facts.getMeasurement(), "measurement");
            Expect.equal(
                    List.of(
                            "type.googleapis.com/google.protobuf.StringValue",
                            "type.googleapis.com/google.protobuf.Int64Value"),
                    List.copyOf(facts.getPayloadTypesList()),
                    "types of the payload");
        } finally {
            bench.manager().destroy(client);
        }
    }

    @Test
    void a_name_in_use_is_refused_and_its_enclave_goes_on() {
        var shared = bench.shared();
        var name = shared.client().name();
        var status = Expect.failure(
                Status.Code.ALREADY_EXISTS,
                () -> bench.load(name, bench.release(), Behaviour.getDefaultInstance())
                        .close());
        Expect.contains(status.getDescription(), name, "description");
        Expect.equal(EnclaveState.RUNNING, shared.client().state(), "state");
        Expect.equal(Packet.getDefaultInstance(), shared.peer().echo(Packet.getDefaultInstance()), "a call");
    }

    @Test
    void an_unknown_name_is_absent() {
        Expect.equal(Optional.empty(), bench.manager().client("nobody"), "the enclave by its name");
    }

    @Test
    void a_failing_initialize_leaves_nothing_and_frees_the_name() {
        var name = bench.freshName();
        var failing = Behaviour.newBuilder()
                .setInitialize(fail(Status.Code.UNAUTHENTICATED, "will not start"))
                .build();
        var children = ProcessHandle.current().descendants().count();
        var status = Expect.failure(
                Status.Code.UNAUTHENTICATED,
                () -> bench.load(name, bench.release(), failing).close());
        Expect.equal("will not start", status.getDescription(), "description");
        Expect.equal(children, ProcessHandle.current().descendants().count(), "child processes");
        Expect.equal(Optional.empty(), bench.manager().client(name), "the enclave by its name");
        bench.load(name, bench.release(), Behaviour.getDefaultInstance()).close();
    }

    @Test
    void a_failing_finish_is_told_after_the_enclave_is_gone() {
        var name = bench.freshName();
        var failing = Behaviour.newBuilder()
                .setFinish(fail(Status.Code.DATA_LOSS, "will not end"))
                .build();
        var guest = bench.load(name, bench.release(), failing);
        var status = Expect.failure(Status.Code.DATA_LOSS, guest::close);
        Expect.equal("will not end", status.getDescription(), "description");
        Expect.equal(EnclaveState.FINALIZED, guest.client().state(), "state");
        Expect.equal(Optional.empty(), bench.manager().client(name), "the enclave by its name");
        guest.close();
        bench.load(name, bench.release(), Behaviour.getDefaultInstance()).close();
    }

    @Test
    void enclaves_beside_each_other_do_not_see_each_other() {
        try (var other = bench.load(bench.release())) {
            var one = bench.load(bench.release());
            Expect.equal(
                    one.client().name(),
                    one.inside().facts(FactsRequest.getDefaultInstance()).getName(),
                    "name inside the one");
            Expect.equal(
                    other.client().name(),
                    other.inside().facts(FactsRequest.getDefaultInstance()).getName(),
                    "name inside the other");
            one.close();
            Expect.equal(EnclaveState.RUNNING, other.client().state(), "state of the other");
            Expect.equal(Packet.getDefaultInstance(), other.peer().echo(Packet.getDefaultInstance()), "a call");
        }
    }

    @Test
    void a_closed_manager_has_ended_its_enclaves_and_loads_no_more() {
        var manager = new EnclaveManager();
        var one = bench.load(manager, "one", bench.release(), Behaviour.getDefaultInstance());
        var other = bench.load(manager, "other", bench.release(), Behaviour.getDefaultInstance());
        manager.close();
        Expect.equal(EnclaveState.FINALIZED, one.client().state(), "state of the one");
        Expect.equal(EnclaveState.FINALIZED, other.client().state(), "state of the other");
        Expect.failure(
                Status.Code.FAILED_PRECONDITION,
                () -> bench.load(manager, "third", bench.release(), Behaviour.getDefaultInstance())
                        .close());
    }

    @Test
    void the_enclaves_life_is_the_managers_alone() {
        var lifecycle = LifecycleGrpc.newBlockingStub(bench.shared().client().channel());
        Expect.failure(Status.Code.PERMISSION_DENIED, () -> lifecycle.initialize(EnclaveConfig.getDefaultInstance()));
        Expect.equal(EnclaveState.RUNNING, bench.shared().client().state(), "state");
    }

    private static FailRequest fail(Status.Code code, String message) {
        return FailRequest.newBuilder()
                .setKind(FailKind.FAIL_KIND_THROW_STATUS)
                .setCode(code.value())
                .setMessage(message)
                .build();
    }
}
