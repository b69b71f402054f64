package dev.adyton.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EveryIndex;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.RawCbor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NitroVerifierTest {
    @Test
    void every_field_is_claimed_as_it_was_signed() throws Exception {
        var claims = new NitroEnclave()
                .put("public_key", RawCbor.bytes(3, 7))
                .put("nonce", RawCbor.bytes(1024, 8))
                .verify();
        assertThat(claims.moduleId()).isEqualTo("i-1-enc2");
        assertThat(claims.issuedAt()).contains(NitroEnclave.NOW);
        assertThat(claims.pcrs()).hasSize(16).containsEntry(1, Bytes.hex("02".repeat(48)));
        assertThat(claims.nonce()).contains(Bytes.hex("08".repeat(1024)));
        assertThat(claims.userData()).contains(Bytes.hex("5a".repeat(64)));
        assertThat(claims.platform()).isEqualTo("aws-nitro");
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.debug()).isFalse();
        assertThat(claims.fields())
                .hasSize(2 + 16 + 3)
                .contains(
                        new Field("module id", "i-1-enc2"),
                        new Field("timestamp", "2026-06-15T12:00:00Z"),
                        new Field("PCR0", "01".repeat(48)),
                        new Field("PCR15", "00".repeat(48)),
                        new Field("public key", "070707"),
                        new Field("user data", "5a".repeat(64)));
    }

    @Test
    void what_the_enclave_did_not_give_is_absent() throws Exception {
        var enclave = new NitroEnclave();
        enclave.entries.keySet().removeAll(List.of("public_key", "user_data", "nonce"));
        var claims = enclave.verify();
        assertThat(claims.publicKey()).isEmpty();
        assertThat(claims.userData()).isEmpty();
        assertThat(claims.nonce()).isEmpty();
    }

    @Test
    void an_empty_gift_is_none_that_is_absent() throws Exception {
        assertThat(new NitroEnclave().userData(new byte[0]).verify().userData()).contains(Bytes.of(new byte[0]));
    }

    @Test
    void an_enclave_in_debug_mode_is_told_by_its_image_which_is_zero() throws Exception {
        var enclave = new NitroEnclave();
        enclave.pcrs.put(0, RawCbor.bytes(48, 0));
        assertThat(enclave.verify().debug()).isTrue();
    }

    @Test
    void all_32_registers_may_be_there() throws Exception {
        var enclave = new NitroEnclave();
        for (var i = 31; i >= 16; i--) {
            enclave.pcrs.put(i, RawCbor.bytes(48, i));
        }
        assertThat(enclave.verify().pcrs()).hasSize(32).containsEntry(31, Bytes.hex("1f".repeat(48)));
    }

    @Test
    void registers_that_measure_nothing_need_not_be_there() throws Exception {
        var enclave = new NitroEnclave();
        enclave.pcrs.keySet().removeIf(index -> index > 2);
        assertThat(enclave.verify().pcrs()).containsOnlyKeys(0, 1, 2);
    }

    @Test
    void a_module_id_may_have_128_characters() throws Exception {
        var id = "i".repeat(128);
        assertThat(new NitroEnclave()
                        .put("module_id", RawCbor.text(id))
                        .verify()
                        .moduleId())
                .isEqualTo(id);
    }

    @Test
    void lengths_may_be_indefinite_everywhere() throws Exception {
        var enclave = new NitroEnclave();
        enclave.put("nonce", RawCbor.chunked(new byte[] {1, 2, 3, 4}));
        enclave.payload = _ -> RawCbor.indefinite(5, enclave.items().toArray(byte[][]::new));
        enclave.document = signed -> RawCbor.indefinite(4, Arrays.copyOfRange(signed, 1, signed.length));
        assertThat(enclave.verify().nonce()).contains(Bytes.hex("01020304"));
    }

    @Test
    void a_tag_of_cose_sign1_may_be_in_front() throws Exception {
        var enclave = new NitroEnclave();
        enclave.document = signed -> RawCbor.tag(18, signed);
        assertThat(enclave.verify().moduleId()).isEqualTo("i-1-enc2");
    }

    @Test
    void user_data_has_to_be_the_report_data() throws Exception {
        var enclave = new NitroEnclave();
        var wanted = Bytes.hex("5a".repeat(64));
        var verifier = enclave.verifier();
        assertThat(verifier.type()).isEqualTo("aws-nitro");
        assertThat(verifier.verify(enclave.sign(), wanted, NitroEnclave.NOW).userData())
                .contains(wanted);
        assertRefused(enclave.userData(Bytes.hex("5b".repeat(64)).toByteArray()), wanted, "user_data: found 5b5b");
        assertRefused(enclave.userData(Bytes.hex("5a".repeat(65)).toByteArray()), wanted, "user_data: found 65 bytes");
        assertRefused(
                enclave.put("user_data", RawCbor.nothing()).put("nonce", RawCbor.bytes(wanted.toByteArray())),
                wanted,
                "user_data: found none");
    }

    private static void assertRefused(NitroEnclave enclave, Bytes reportData, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> enclave.verifier().verify(enclave.sign(), reportData, NitroEnclave.NOW))
                .withMessageStartingWith(message);
    }

    @Tag(EveryIndex.TAG)
    @Test
    void every_bit_of_a_document_matters() {
        var enclave = new NitroEnclave();
        var document = enclave.sign();
        var verifier = enclave.verifier();
        EveryIndex.refused(
                document.size(), i -> () -> verifier.verify(EveryIndex.flipped(document, i), NitroEnclave.NOW));
    }

    @Tag(EveryIndex.TAG)
    @Test
    void a_document_cut_anywhere_is_refused() {
        var enclave = new NitroEnclave();
        var document = enclave.sign();
        var verifier = enclave.verifier();
        EveryIndex.refused(
                document.size(), length -> () -> verifier.verify(document.slice(0, length), NitroEnclave.NOW));
    }

    @ValueSource(ints = {1, 2, 1000})
    @ParameterizedTest
    void bytes_after_a_document_are_refused(int more) {
        var enclave = new NitroEnclave();
        enclave.document = signed -> Arrays.copyOf(signed, signed.length + more);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(enclave::verify)
                .withMessageContaining("after the item");
    }

    @Test
    void another_trusted_root_does_not_help() {
        var enclave = new NitroEnclave();
        var other = new NitroEnclave().change(0, root -> root.serial(2));
        var both = NitroVerifier.of(List.of(Bytes.of(other.root()), NitroVerification.aws()));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> both.verify(enclave.sign(), NitroEnclave.NOW))
                .withMessageStartingWith("root of cabundle: found one with SHA-256 ")
                .withMessageContaining("641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b");
    }

    @Test
    void a_root_that_is_renewed_with_the_same_key_is_another_root() {
        var enclave = new NitroEnclave();
        var renewed =
                Bytes.of(new NitroEnclave().change(0, root -> root.serial(2)).root());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> NitroVerifier.of(List.of(renewed)).verify(enclave.sign(), NitroEnclave.NOW))
                .withMessageStartingWith("root of cabundle");
    }

    @Test
    void roots_are_self_signed_certificates() {
        var enclave = new NitroEnclave();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroVerifier.of(List.of()))
                .withMessageContaining("root certificates: found none");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        NitroVerifier.of(List.of(Bytes.of(enclave.chain.get(1).make()))))
                .withMessageContaining("one not signed by itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NitroVerifier.of(List.of(Bytes.utf8("-----BEGIN CERTIFICATE-----\n%"))))
                .withMessageContaining("root certificate");
    }

    @Test
    void everything_is_valid_at_both_ends_of_its_validity() throws Exception {
        var end = NitroEnclave.NOW.plusSeconds(3 * 3600);
        var enclave = new NitroEnclave().change(4, leaf -> leaf.valid(NitroEnclave.NOW, end));
        assertThat(enclave.verify(NitroEnclave.NOW)).isEqualTo(enclave.verify(end));
    }
}
