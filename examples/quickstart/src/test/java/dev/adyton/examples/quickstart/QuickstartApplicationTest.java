package dev.adyton.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import io.grpc.StatusException;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuickstartApplicationTest {
    private final QuickstartApplication application = new QuickstartApplication();

    @BeforeEach
    void initialize() {
        application.initialize(
                new FakeContext(EnclaveConfig.newBuilder().setName("quickstart").build()));
    }

    @Test
    void run_answers_each_message_with_its_reply_in_order() throws Exception {
        var encrypted = application.run(input(encrypt("FooBar"), encrypt("Asylo Rocks")));
        var first = encrypted.getPayload(0).unpack(EncryptReply.class).getCiphertext();
        var second = encrypted.getPayload(1).unpack(EncryptReply.class).getCiphertext();
        assertThat(first.toStringUtf8()).doesNotContain("FooBar");

        var decrypted = application.run(input(decrypt(second), decrypt(first)));

        assertThat(decrypted.getPayload(0).unpack(DecryptReply.class).getMessage())
                .isEqualTo("Asylo Rocks");
        assertThat(decrypted.getPayload(1).unpack(DecryptReply.class).getMessage())
                .isEqualTo("FooBar");
    }

    @Test
    void run_without_messages_answers_none() throws StatusException {
        assertThat(application.run(EnclaveInput.getDefaultInstance()).getPayloadCount())
                .isZero();
    }

    @Test
    void run_refuses_a_message_of_another_type() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> application.run(input(Empty.getDefaultInstance())))
                .withMessage(
                        "INVALID_ARGUMENT: Found a message of type 'type.googleapis.com/google.protobuf.Empty', wanted "
                                + "adyton.examples.quickstart.v1.EncryptRequest or adyton.examples.quickstart.v1.DecryptRequest");
    }

    @Test
    void run_refuses_a_malformed_message() {
        var malformed = Any.pack(encrypt("FooBar")).toBuilder()
                .setValue(ByteString.copyFrom(new byte[] {10, 99}))
                .build();
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> application.run(
                        EnclaveInput.newBuilder().addPayload(malformed).build()))
                .withMessageStartingWith(
                        "INVALID_ARGUMENT: Malformed type.googleapis.com/adyton.examples.quickstart.v1.EncryptRequest");
    }

    @Test
    void one_message_that_cannot_be_answered_fails_the_whole_input() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> application.run(input(encrypt("FooBar"), encrypt(""))))
                .withMessageStartingWith("INVALID_ARGUMENT: Message has 0 bytes");
    }

    @Test
    void after_finish_nothing_is_encrypted_or_decrypted_any_more() throws Exception {
        var encrypted = application.run(input(encrypt("FooBar")));
        var ciphertext = encrypted.getPayload(0).unpack(EncryptReply.class).getCiphertext();

        application.finish(EnclaveFinal.getDefaultInstance());

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> application.run(input(decrypt(ciphertext))))
                .withMessageStartingWith("FAILED_PRECONDITION: There is no key");
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> application.run(input(encrypt("FooBar"))))
                .withMessageStartingWith("FAILED_PRECONDITION: There is no key");
    }

    private static EnclaveInput input(Message... messages) {
        return EnclaveInput.newBuilder()
                .addAllPayload(Arrays.stream(messages).map(Any::pack).toList())
                .build();
    }

    private static EncryptRequest encrypt(String message) {
        return EncryptRequest.newBuilder().setMessage(message).build();
    }

    private static DecryptRequest decrypt(ByteString ciphertext) {
        return DecryptRequest.newBuilder().setCiphertext(ciphertext).build();
    }
}
