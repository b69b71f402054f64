package dev.adyton.testkit;

import dev.adyton.host.api.EnclaveState;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.testkit.peer.AbortRequest;
import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.FactsRequest;
import dev.adyton.testkit.peer.FailKind;
import dev.adyton.testkit.peer.FailRequest;
import dev.adyton.testkit.peer.HaltRequest;
import dev.adyton.testkit.peer.HoldRequest;
import dev.adyton.testkit.peer.InsideGrpc;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How an enclave fails, and what its host sees of it. */
abstract class FailureCases {
    /** The process id in a namespace of its own. */
    private static final long FIRST = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Bench bench;

    FailureCases(Bench bench) {
        this.bench = bench;
    }

    @Test
    void a_released_enclave_keeps_the_text_of_its_exceptions_to_itself() {
        var status =
                Expect.failure(Status.Code.INTERNAL, () -> bench.shared().peer().fail(exception("the secret word")));
        Expect.contains(status.getDescription(), "correlation id", "description");
        Expect.that(!status.toString().contains("secret word"), "found the exception's text in " + status);
        Expect.that(!status.toString().contains("IllegalState"), "found the exception's type in " + status);
    }

    @Test
    void a_debug_enclave_tells_the_text_of_its_exceptions() {
        try (var guest = bench.load(bench.debug())) {
            var status = Expect.failure(Status.Code.INTERNAL, () -> guest.peer().fail(exception("what went wrong")));
            Expect.contains(status.getDescription(), "what went wrong", "description");
            Expect.contains(status.getDescription(), "IllegalStateException", "description");
        }
    }

    @Test
    void an_aborted_enclave_answers_its_reason_from_then_on() throws Exception {
        var guest = bench.load(bench.release());
        var client = guest.client();
        var held = PeerGrpc.newFutureStub(client.channel()).hold(hold());
        Expect.failure(
                Status.Code.ABORTED,
                () -> guest.inside()
                        .abort(AbortRequest.newBuilder()
                                .setReason("found a contradiction")
                                .build()));
        var cut = Expect.failure(Status.Code.ABORTED, () -> held.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        Expect.contains(cut.getDescription(), "found a contradiction", "description of the call under way");
        expectAborted(guest, "found a contradiction");
        guest.close();
        Expect.equal(List.of(), bench.manager().client(client.name()).stream().toList(), "the enclave by its name");
    }

    @Test
    void a_killed_enclave_fails_its_calls_at_once() throws Exception {
        var before = children();
        var guest = bench.load(bench.release());
        var process = process(guest, before);
        var held = PeerGrpc.newFutureStub(guest.client().channel()).hold(hold());
        // Answered after the held call has arrived, since both go the same way.
        Expect.equal(Packet.getDefaultInstance(), guest.peer().echo(Packet.getDefaultInstance()), "a call");
        Expect.that(process.destroyForcibly(), "the enclave's process cannot be killed");
        Expect.failure(Status.Code.UNAVAILABLE, () -> held.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        expectAborted(guest, "");
        guest.close();
    }

    @Test
    void an_enclave_that_halts_is_reported_with_its_exit_code() throws Exception {
        var before = children();
        var guest = bench.load(bench.release());
        process(guest, before);
        var halted = InsideGrpc.newFutureStub(guest.client().channel())
                .halt(HaltRequest.newBuilder().setExitCode(77).build());
        Expect.failure(Status.Code.UNAVAILABLE, () -> halted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        expectAborted(guest, "77");
        guest.close();
    }

    /** Each entry is ABORTED once the loss has been noticed, which nothing announces to the caller. */
    private static void expectAborted(Guest guest, String reason) {
        var client = guest.client();
        var still = Await.empty(
                PATIENCE, () -> client.state() == EnclaveState.ABORTED ? List.of() : List.of(client.state()));
        Expect.equal(List.of(), still, "state that is not ABORTED");
        var entered = Expect.failure(Status.Code.ABORTED, () -> client.enterAndRun(EnclaveInput.getDefaultInstance()));
        Expect.contains(entered.getDescription(), reason, "description of enterAndRun's failure");
        var called = Expect.failure(Status.Code.ABORTED, () -> guest.peer().echo(Packet.getDefaultInstance()));
        Expect.contains(called.getDescription(), reason, "description of a call's failure");
    }

    /**
     * The enclave's process; skips the test when that is this one.
     *
     * @param before children of this process before the enclave was loaded
     */
    private static ProcessHandle process(Guest guest, Set<ProcessHandle> before) {
        var pid = guest.inside().facts(FactsRequest.getDefaultInstance()).getProcessId();
        if (pid == ProcessHandle.current().pid()) {
            guest.close();
            Assumptions.abort("the enclave has no process of its own");
        }
        return pid == FIRST
                ? children().stream()
                        .filter(process -> !before.contains(process) && isFirstOfItsNamespace(process))
                        .findFirst()
                        .orElseThrow()
                : ProcessHandle.of(pid).orElseThrow();
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    /** As {@code proc_pid_status(5)} says: its id here and then those in the namespaces inside. */
    private static boolean isFirstOfItsNamespace(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.anyMatch(line -> line.matches("NSpid:\\t\\d+\\t1"));
        } catch (IOException | UncheckedIOException e) {
            // It has ended meanwhile.
            return false;
        }
    }

    private static FailRequest exception(String message) {
        return FailRequest.newBuilder()
                .setKind(FailKind.FAIL_KIND_THROW_OTHER)
                .setMessage(message)
                .build();
    }

    private static HoldRequest hold() {
        return HoldRequest.newBuilder()
                .setName("held")
                .setMillis(PATIENCE.toMillis())
                .build();
    }
}
