package dev.adyton.host.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of this package say often. */
final class Tests {
    static final EnclaveImage UNSIGNED = new ImageBuilder(ImageManifest.newBuilder()
                    .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                    .setKind(ImageKind.IMAGE_KIND_JAVA)
                    .setApplicationClass("com.example.App")
                    .setName("example")
                    .setMemoryLimitBytes(64 << 20)
                    .setThreadLimit(64)
                    .build())
            .addJar("example.jar", new byte[] {1})
            .build();
    private static final EnclaveImage IMAGE =
            SigningKey.generate(SignatureScheme.ED25519).sign(UNSIGNED);

    private Tests() {}

    static EnclaveLoadConfig config(String name) {
        return EnclaveLoadConfig.of(name, IMAGE);
    }

    static EnclaveInput input(String text) {
        return EnclaveInput.newBuilder().addPayload(text(text)).build();
    }

    static Any text(String text) {
        return Any.pack((Message) StringValue.of(text));
    }

    static StatusRuntimeException assertFails(Status.Code code, ThrowingCallable call) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(code);
        return failure;
    }

    /** Waits for it, at most 20 seconds. */
    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).as("came in 20 s").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
        }
    }

    /** Its result, or its failure, after at most 20 seconds. */
    static <T> T await(Future<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
