package dev.adyton.examples.bouncing.circles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import io.grpc.StatusException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CirclesApplicationTest {
    private final CirclesApplication application = new CirclesApplication();

    private void initialize(Any... payload) throws StatusException {
        application.initialize(new FakeContext(
                EnclaveConfig.newBuilder()
                        .setName("circle")
                        .addAllPayload(Arrays.asList(payload))
                        .build(),
                List.of()));
    }

    private static Any any(Message message) {
        return Any.pack(message);
    }

    @Test
    void with_its_constants_it_offers_the_service() throws StatusException {
        initialize(any(Examples.constants()));
        assertThat(application.services()).hasSize(1).first().isInstanceOf(CircleService.class);
        application.finish(EnclaveFinal.getDefaultInstance());
    }

    @Test
    void without_constants_it_does_not_start() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(this::initialize)
                .withMessage("INVALID_ARGUMENT: Configuration: found 0 messages, wanted one "
                        + "adyton.examples.bouncing.circles.v1.CircleConstants");
        assertThat(application.services()).isEmpty();
    }

    @Test
    void with_a_message_of_another_type_it_does_not_start() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> initialize(any(Empty.getDefaultInstance())))
                .withMessage("INVALID_ARGUMENT: Configuration: found 1 messages, first "
                        + "type.googleapis.com/google.protobuf.Empty, wanted one "
                        + "adyton.examples.bouncing.circles.v1.CircleConstants");
    }

    @Test
    void with_two_sets_of_constants_it_does_not_start() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> initialize(any(Examples.constants()), any(Examples.constants())))
                .withMessageStartingWith("INVALID_ARGUMENT: Configuration: found 2 messages");
    }

    @Test
    void with_malformed_constants_it_does_not_start() {
        var malformed = any(Examples.constants()).toBuilder()
                .setValue(ByteString.copyFrom(new byte[] {10, 99}))
                .build();
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> initialize(malformed))
                .withMessage("INVALID_ARGUMENT: Malformed adyton.examples.bouncing.circles.v1.CircleConstants");
    }

    @Test
    void with_constants_out_of_range_it_does_not_start() {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> initialize(
                        any(Examples.constants().toBuilder().setSpeedX(0).build())))
                .withMessage("INVALID_ARGUMENT: Circle's speed_x: found 0, wanted a circle that moves");
    }
}
