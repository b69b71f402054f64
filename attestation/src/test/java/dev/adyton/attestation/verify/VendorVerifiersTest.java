package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a relying party configures and calls, for each vendor. */
class VendorVerifiersTest {
    @Test
    void the_vendors_roots_are_their_own_and_nobody_elses() throws Exception {
        var vendors = HardwareAnchors.vendors();
        assertThat(vendors.intel().keys()).containsExactly(Bytes.hex(IntelAnchors.INTEL_ROOT_KEY));
        assertThat(vendors.amd().products()).containsExactlyInAnyOrder(SnpProduct.values());
        assertThat(vendors.amd().revocationListRequired()).isFalse();
        assertThat(vendors.amd().requiringRevocationList().revocationListRequired())
                .isTrue();

        var enclave = new NitroEnclave();
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> vendors.nitro().verify(enclave.sign(), NitroEnclave.NOW))
                .withMessageStartingWith("root of cabundle");
        assertThat(enclave.verifier().verify(enclave.sign(), NitroEnclave.NOW).moduleId())
                .isEqualTo("i-1-enc2");
    }

    @Test
    void a_key_is_trusted_by_its_fingerprint() throws Exception {
        var key = SyntheticKeys.p256("anchor").getPublic();
        var other = SyntheticKeys.p256("other anchor").getPublic();
        var fingerprint = Bytes.of(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));

        assertThat(IntelAnchors.fingerprint(key)).isEqualTo(fingerprint);
        assertThat(IntelAnchors.of(key)).isEqualTo(IntelAnchors.of(fingerprint.hex()));
        assertThat(IntelAnchors.of(key).trusts(key)).isTrue();
        assertThat(IntelAnchors.of(key).trusts(other)).isFalse();
        assertThat(IntelAnchors.of(IntelAnchors.INTEL_ROOT_KEY, fingerprint.hex())
                        .trusts(key))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntelAnchors(Set.of(Bytes.hex("00".repeat(33)))))
                .withMessage("key fingerprint: found 33 bytes, wanted 32");
    }

    @Test
    void a_verifier_without_report_data_tells_what_the_quote_vouches_for() throws Exception {
        var machine = new SyntheticIntel(Kind.TDX_4);
        var endorsements = IntelEndorsements.of(machine.collateral());
        var tdx = IntelVerifier.tdx(SyntheticIntel.anchors(), endorsements);
        assertThat(tdx.verify(machine.quote(), SyntheticIntel.NOW).report().reportData())
                .isEqualTo(Bytes.hex("43".repeat(64)));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> IntelVerifier.sgx(SyntheticIntel.anchors(), endorsements)
                        .verify(machine.quote(), SyntheticIntel.NOW))
                .withMessage("evidence type: found tdx-dcap, wanted sgx-dcap");
        assertThat(IntelKind.ofQuote(machine.quote(), SyntheticIntel.anchors()))
                .isEqualTo(new IntelKind(
                        IntelVerifier.TDX, Bytes.hex("90c06f000000"), IntelPlatform.PckAuthority.PLATFORM));
    }

    @CsvSource({"64, true", "65, false", "0, true"})
    @ParameterizedTest
    void other_user_data_of_nitro_is_shown_where_it_is_short(int size, boolean whole) {
        var enclave = new NitroEnclave().userData(new byte[size]);
        var found = whole ? "00".repeat(size) : size + " bytes";
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> enclave.verifier().verify(enclave.sign(), Bytes.hex("5a"), NitroEnclave.NOW))
                .satisfies(e -> assertThat(e.check()).isEqualTo("user_data"))
                .satisfies(e -> assertThat(e.found()).isEqualTo(found))
                .satisfies(e -> assertThat(e.wanted()).isEqualTo("5a"))
                .withMessage("user_data: found " + found + ", wanted 5a");
    }

    @Test
    void endorsements_of_a_report_are_changed_one_at_a_time() throws Exception {
        var machine = SnpMachine.milan();
        machine.revocationList = Optional.of(machine.emptyList());
        var one = SnpEndorsements.of(Bytes.hex("01"));
        assertThat(one).isEqualTo(new SnpEndorsements(Bytes.hex("01"), Optional.empty(), Optional.empty()));
        assertThat(one.withAuthority(Bytes.hex("02")).withRevocationList(Bytes.hex("03")))
                .isEqualTo(one.withRevocationList(Bytes.hex("03")).withAuthority(Bytes.hex("02")))
                .isEqualTo(new SnpEndorsements(
                        Bytes.hex("01"), Optional.of(Bytes.hex("02")), Optional.of(Bytes.hex("03"))));

        var given = SnpEndorsements.ofEvidence(machine.evidence()).orElseThrow();
        assertThat(given.authority()).isPresent();
        assertThat(given.revocationList()).isPresent();
    }

    @Test
    void a_key_asks_for_the_tcb_of_its_product() throws Exception {
        var key = SnpKey.of(SnpMachine.milan().evidence());
        assertThat(key.tcb(SnpProduct.MILAN)).hasToString("boot loader 4, TEE 1, SNP 24, microcode 219");
        assertThat(key.product()).contains(SnpProduct.MILAN);
    }

    @Test
    void roots_that_are_none_are_a_mistake_and_told() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SnpAnchors.of(List.of(Bytes.hex("00"))))
                .withMessage("AMD root certificates: certificate: found 0x00 first, wanted a DER sequence");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroVerifier.of(List.of(Bytes.hex("00"))))
                .withMessageStartingWith("Nitro roots: root certificate: found 0x00 first");
    }
}
