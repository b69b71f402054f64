package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.adyton.communicator.Communicator;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.enclave.runtime.sample.ProbeApplication;
import dev.adyton.enclave.runtime.sample.Texts;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.LifecycleGrpc;
import dev.adyton.records.MemoryRecords;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An enclave of the {@link ProbeApplication} in this JVM, and its host. */
final class Rig implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    final MemoryLog log = new MemoryLog();
    final EnclaveImage image;
    final EnclaveRuntime enclave;
    private final Communicator host;

    /** Whose host answers each call with a text. */
    Rig(UnaryOperator<String> answer, boolean debug, Duration grace) throws StatusException {
        image = image(debug);
        var ends = MemoryRecords.pair();
        enclave = EnclaveRuntime.serve(
                "rig", LoadedApplication.load(image, log, "rig"), ends.first(), Vouched.attester(image), log, grace);
        host = Communicator.start(
                Vouched.host(ends.second(), image),
                Communicator.Side.HOST,
                CommunicatorOptions.defaults("rig"),
                List.of(Texts.service("test.Host", Map.of("Say", answer))));
    }

    Rig(UnaryOperator<String> answer) throws StatusException {
        this(answer, false, LifecycleService.FINISH_GRACE);
    }

    Rig() throws StatusException {
        this(text -> text);
    }

    static EnclaveImage image(boolean debug) {
        var jar = new JarMaker().copyOf(ProbeApplication.class).copyOf(Texts.class);
        return TestImages.of(
                TestImages.manifest(ProbeApplication.class.getName()).setDebug(debug), jar.make());
    }

    Channel channel() {
        return host.channel();
    }

    LifecycleGrpc.LifecycleBlockingStub lifecycle() {
        return LifecycleGrpc.newBlockingStub(host.channel());
    }

    void initialize(String... commands) {
        lifecycle().initialize(config(commands).build());
    }

    EnclaveConfig.Builder config(String... commands) {
        return EnclaveConfig.newBuilder().setName("told-name").addAllPayload(payload(commands));
    }

    String run(String command) {
        return run(lifecycle(), command);
    }

    static String run(LifecycleGrpc.LifecycleBlockingStub lifecycle, String command) {
        var output = lifecycle.run(
                EnclaveInput.newBuilder().addAllPayload(payload(command)).build());
        try {
            return output.getPayload(0).unpack(StringValue.class).getValue();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    void finish(String... commands) {
        lifecycle()
                .finish(EnclaveFinal.newBuilder()
                        .addAllPayload(payload(commands))
                        .build());
    }

    /** Calls the probe's own service. */
    String call(String command) {
        return Texts.call(host.channel(), "probe.Probe/Do", command);
    }

    Status enclaveEnd() {
        return await(enclave.ended());
    }

    Status hostEnd() {
        return await(host.ended());
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Does this on a thread of its own. */
    static <T> CompletableFuture<T> async(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    static CompletableFuture<Void> async(Runnable work) {
        return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
    }

    /** The status with which this fails. */
    static Status failure(ThrowingCallable call) {
        var thrown = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(thrown).as("nothing thrown").isNotNull();
        return thrown.getStatus();
    }

    static void assertFails(ThrowingCallable call, Status.Code code, String... words) {
        var status = failure(call);
        assertThat(status.getCode()).as("%s", status).isEqualTo(code);
        for (var word : words) {
            assertThat(status.getDescription()).contains(word);
        }
    }

    static List<Any> payload(String... commands) {
        return Stream.of(commands)
                .map(command -> Any.pack(StringValue.of(command)))
                .toList();
    }

    @Override
    public void close() {
        host.close();
        enclave.close();
    }
}
