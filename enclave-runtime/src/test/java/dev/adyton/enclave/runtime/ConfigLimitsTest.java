package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.adyton.protocol.EnclaveConfig;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLimitsTest {
    private static final EnclaveConfig GOOD =
            EnclaveConfig.newBuilder().setName("n").build();

    @Test
    void what_is_within_the_limits_passes() {
        var most = EnclaveConfig.newBuilder()
                .setName("AZaz09._-".repeat(14) + "xx")
                .addAllPayload(Collections.nCopies(ConfigLimits.MAX_PAYLOADS, Any.getDefaultInstance()));

        assertThatCode(() -> ConfigLimits.check(most.build())).doesNotThrowAnyException();
        assertThatCode(() -> ConfigLimits.check(withBytes(ConfigLimits.MAX_PAYLOAD_BYTES)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a\n", "\u0000"})
    void a_name_of_other_characters_is_refused(String name) {
        assertRefused(GOOD.toBuilder().setName(name).build(), "name has \"" + name + "\"", "[A-Za-z0-9._-]");
    }

    @Test
    void a_long_name_is_refused_and_not_repeated_in_full() {
        assertRefused(GOOD.toBuilder().setName("x".repeat(100_000)).build(), "xxx...", "1 to 128");
    }

    @Test
    void an_unknown_log_level_is_refused() {
        assertRefused(GOOD.toBuilder().setLogLevelValue(7).build(), "log level has 7", "0 to 6");
    }

    @Test
    void too_many_messages_are_refused() {
        var config = GOOD.toBuilder().addAllPayload(Collections.nCopies(65, Any.getDefaultInstance()));
        assertRefused(config.build(), "65 messages", "at most 64");
    }

    @Test
    void too_many_bytes_are_refused() {
        assertRefused(withBytes(ConfigLimits.MAX_PAYLOAD_BYTES + 1), "1048577 bytes", "at most 1048576");
    }

    /** A payload whose two messages have this size together. */
    private static EnclaveConfig withBytes(int bytes) {
        var half = any(bytes / 2);
        return GOOD.toBuilder()
                .addPayload(half)
                .addPayload(any(bytes - half.getSerializedSize()))
                .build();
    }

    private static Any any(int serializedBytes) {
        var value = ByteString.copyFrom(new byte[serializedBytes - 4]);
        var any = Any.newBuilder().setValue(value).build();
        assertThat(any.getSerializedSize()).isEqualTo(serializedBytes);
        return any;
    }

    private static void assertRefused(EnclaveConfig config, String... words) {
        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> ConfigLimits.check(config))
                .satisfies(e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(e.getStatus().getDescription()).contains(words);
                });
    }
}
