package dev.adyton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service by its generated stub, over gRPC's own transport: what is tested here does not know where it runs. */
class EncryptionServiceTest {
    private final MessageCipher cipher = new MessageCipher(new SecureRandom());
    private final Server server = InProcessServerBuilder.forName(getClass().getName())
            .addService(new EncryptionService(cipher))
            .build();
    private final ManagedChannel channel =
            InProcessChannelBuilder.forName(getClass().getName()).build();
    private final EncryptionGrpc.EncryptionBlockingStub encryption = EncryptionGrpc.newBlockingStub(channel);

    @BeforeEach
    void start() throws IOException {
        cipher.makeKey();
        server.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_message_is_encrypted_and_decrypted() {
        var encrypted = encryption.encrypt(
                EncryptRequest.newBuilder().setMessage("Asylo Rocks").build());
        var decrypted = encryption.decrypt(DecryptRequest.newBuilder()
                .setCiphertext(encrypted.getCiphertext())
                .build());

        assertThat(encrypted.getCiphertext().size()).isEqualTo("Asylo Rocks".length() + 28);
        assertThat(decrypted.getMessage()).isEqualTo("Asylo Rocks");
    }

    @Test
    void a_refusal_reaches_the_caller_as_its_status() {
        var garbage = DecryptRequest.newBuilder()
                .setCiphertext(ByteString.copyFrom(new byte[40]))
                .build();
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> encryption.decrypt(garbage))
                .withMessageContaining("was not made by this enclave")
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> encryption.encrypt(EncryptRequest.getDefaultInstance()))
                .withMessageContaining("Message has 0 bytes, allowed are 1 to 65536");
    }
}
