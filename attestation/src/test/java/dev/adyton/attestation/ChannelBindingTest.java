package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelBindingTest {
    private static final byte[] EXPORTER = filled(32, 0x11);
    private static final byte[] NONCE = filled(32, 0x22);
    private static final byte[] KEY = "public key".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes BINDER = Bytes.of(filled(64, 0x33));

    private static byte[] filled(int length, int value) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The digests were computed by another program from the description. */
    @ParameterizedTest
    @CsvSource({
        "HOST, 80c0a06dfc33f5fc0d5e9ab57b587b111ce3f0980b3332efa61afeb662b5a893"
                + "f6f09b6fa3177a22233f7a251310bb677a3178953ce9cce757d3310ff8ff8093",
        "ENCLAVE, ee60b4afe6e5b90d14236a2b8a856c522f876a348ca7df072b2d82f766a3575b"
                + "038b0cb7fc36d89495b66abed9658b2979367483ffed2f3ee89e1d64964c45a3"
    })
    void the_binder_is_the_documented_one(Role role, String digest) {
        assertThat(ChannelBinding.binder(role, EXPORTER, KEY, NONCE).hex()).isEqualTo(digest);
    }

    @Test
    void the_report_data_are_the_documented_ones() {
        assertThat(ChannelBinding.reportData(Bytes.hex("a0"), BINDER).hex())
                .isEqualTo("10ac832e067f5f45b84a4d3538576df217c05075c72a422983a73f226befb0fe"
                        + "4feccf03b80601936d91950b1f34840068dfbe3707c653470f8922c2871e9005");
    }

    @Test
    void whatever_differs_binds_to_something_else() {
        var binders = List.of(
                ChannelBinding.binder(Role.ENCLAVE, EXPORTER, KEY, NONCE),
                ChannelBinding.binder(Role.HOST, EXPORTER, KEY, NONCE),
                ChannelBinding.binder(Role.ENCLAVE, NONCE, KEY, NONCE),
                ChannelBinding.binder(Role.ENCLAVE, EXPORTER, new byte[0], NONCE),
                ChannelBinding.binder(Role.ENCLAVE, EXPORTER, KEY, EXPORTER));
        assertThat(new HashSet<>(binders)).hasSameSizeAs(binders);
        assertThat(ChannelBinding.reportData(Bytes.hex("a0"), BINDER))
                .isNotEqualTo(ChannelBinding.reportData(Bytes.hex("a000"), BINDER))
                .isNotEqualTo(ChannelBinding.reportData(Bytes.hex("a0"), binders.getFirst()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void inputs_of_another_length_are_refused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelBinding.binder(Role.HOST, new byte[length], KEY, NONCE))
                .withMessage("exporter: found %d bytes, wanted 32", length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelBinding.binder(Role.HOST, EXPORTER, KEY, new byte[length]))
                .withMessage("nonce: found %d bytes, wanted 32", length);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChannelBinding.reportData(Bytes.hex("a0"), Bytes.of(new byte[length])))
                .withMessage("binder: found %d bytes, wanted 64", length);
    }

    @Test
    void each_end_exports_under_a_label_of_its_own() {
        assertThat(Role.HOST.exporterLabel()).isEqualTo("EXPORTER-adyton-attest-v1-host");
        assertThat(Role.ENCLAVE.exporterLabel()).isEqualTo("EXPORTER-adyton-attest-v1-enclave");
    }
}
