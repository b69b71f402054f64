package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** AMD's real authorities, of which that for VLEKs has signed nothing that is public. */
class ShippedAuthoritiesTest {
    static Stream<Arguments> each_is_in_order_up_to_the_key_that_it_has_not_certified() {
        return Arrays.stream(Product.values())
                .flatMap(product -> Arrays.stream(SigningKey.values()).map(key -> Arguments.of(product, key)));
    }

    @ParameterizedTest
    @MethodSource
    void each_is_in_order_up_to_the_key_that_it_has_not_certified(Product product, SigningKey key) {
        var machine = new SnpMachine(product, product == Product.TURIN ? 5 : 3, key);
        var signer = SnpEndorsements.of(Bytes.of(machine.signer.make()));

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(machine.sign(), signer, SnpAnchors.amd(), SnpMachine.NOW))
                .satisfies(e -> assertThat(e.check()).startsWith("signature of CN=SEV-" + key + ","))
                .withMessageContaining("one that does not verify, wanted one by CN=SEV-");
    }
}
