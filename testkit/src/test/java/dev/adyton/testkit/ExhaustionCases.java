package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.launcher.SandboxLayer;
import dev.adyton.enclave.launcher.SandboxLayers;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.EnclaveInput;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An enclave that takes all it can get hurts only itself: it is ended, or its call, with words, and its neighbours go on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class ExhaustionCases {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final int CALLS = 25;
    private static final EnclaveImage GLUTTON = image();

    private final EnclaveManager manager = new EnclaveManager();
    private OpenBackend backend;
    private EnclaveClient neighbour;
    private int gluttons;

    /** Starts the backend; called once. */
    abstract OpenBackend open();

    private static EnclaveImage image() {
        var builder = new ImageBuilder(TestImage.manifest(Glutton.class, false).toBuilder()
                .setMemoryLimitBytes(64 << 20)
                .setThreadLimit(100)
                .build());
        TestImage.addSources(builder, Glutton.class);
        return TestImage.signed(builder);
    }

    @BeforeAll
    final void openBackend() {
        backend = open();
        neighbour = manager.load(EnclaveLoadConfig.of("neighbour", GLUTTON), backend.loader());
    }

    /** Gluttons do not finish in order, so they are not asked to. */
    @AfterAll
    final void closeBackend() {
        try (var _ = manager) {
            backend.close();
        }
    }

    private EnclaveClient glutton() {
        return manager.load(EnclaveLoadConfig.of("glutton-" + ++gluttons, GLUTTON), backend.loader());
    }

    private static String take(EnclaveClient client, String what) throws Exception {
        return client.enterAndRun(EnclaveInput.newBuilder()
                        .addPayload(Any.pack(StringValue.of(what)))
                        .build())
                .getPayload(0)
                .unpack(StringValue.class)
                .getValue();
    }

    private static Status refusal(EnclaveClient client, String what) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> take(client, what))
                .getStatus();
    }

    private void othersGoOn() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            assertThat(take(neighbour, "nothing")).isEqualTo("had it");
        }
    }

    private void othersStart() throws Exception {
        var another = glutton();
        assertThat(take(another, "nothing")).isEqualTo("had it");
        manager.destroy(another);
    }

    @Test
    void heap_without_end_ends_the_enclave() throws Exception {
        var end = refusal(glutton(), "heap");

        assertThat(end.getCode()).as(end.toString()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription()).contains("out of memory").doesNotContain("signal");
        othersGoOn();
    }

    @Test
    void classes_without_end_end_the_enclave() throws Exception {
        var end = refusal(glutton(), "classes");

        assertThat(end.getCode()).as(end.toString()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription()).contains("out of memory").doesNotContain("signal");
        othersGoOn();
    }

    @Test
    void direct_buffers_without_end_end_the_call() throws Exception {
        var end = refusal(glutton(), "direct");

        assertThat(end.getCode()).as(end.toString()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.getDescription()).startsWith("out of memory or threads, correlation id ");
        othersGoOn();
    }

    @Test
    void native_memory_without_end_ends_the_enclave() throws Exception {
        assumeBounded("cgroup memory");
        var glutton = glutton();
        // The first call may be answered before there is no memory left.
        var end = catchThrowableOfType(StatusRuntimeException.class, () -> {
                    take(glutton, "stacks");
                    take(glutton, "time");
                })
                .getStatus();

        assertThat(end.getCode()).as(end.toString()).isIn(Status.Code.UNAVAILABLE, Status.Code.ABORTED);
        assertThat(end.getDescription()).contains("out of memory of all kinds, heap and other, killed by signal 9");
        othersGoOn();
    }

    @Test
    void threads_without_end_end_the_call() throws Exception {
        assumeBounded("cgroup pids");
        var end = refusal(glutton(), "threads");

        assertThat(end.getCode()).as(end.toString()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(end.getDescription()).startsWith("out of memory or threads, correlation id ");
        othersGoOn();
    }

    @Test
    void threads_that_spin_on_all_processors_leave_some_to_others() throws Exception {
        assumeBounded("cgroup cpu");
        var glutton = glutton();
        assertThat(take(glutton, "processors")).isEqualTo("had it");

        othersGoOn();
        othersStart();
        manager.destroy(glutton);
    }

    @Test
    void output_without_end_is_cut() throws Exception {
        var glutton = glutton();
        assertThat(take(glutton, "output")).isEqualTo("had it");

        othersGoOn();
        othersStart();
        manager.destroy(glutton);
    }

    @Test
    void a_call_that_is_never_answered_ends_at_its_deadline() throws Exception {
        var glutton = glutton();
        var timer = Executors.newSingleThreadScheduledExecutor();
        try (var patience = Context.current().withDeadlineAfter(500, TimeUnit.MILLISECONDS, timer)) {
            var call = new FutureTask<>(patience.wrap(() -> refusal(glutton, "time")));
            call.run();
            assertThat(call.get().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        } finally {
            timer.shutdownNow();
        }

        assertThat(take(glutton, "nothing")).isEqualTo("had it");
        othersGoOn();
    }

    private static void assumeBounded(String layer) {
        var found = SandboxLayers.ofThisMachine().limits().stream()
                .filter(one -> one.name().equals(layer))
                .findFirst()
                .orElseThrow();
        assumeTrue(found.usable(), () -> "not bounded here: " + describe(found));
    }

    private static String describe(SandboxLayer layer) {
        return layer.name() + ": " + layer.detail();
    }
}
