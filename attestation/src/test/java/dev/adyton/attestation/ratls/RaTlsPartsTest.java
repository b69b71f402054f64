package dev.adyton.attestation.ratls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.ratls.RaTlsClaims.Algorithm;
import dev.adyton.attestation.ratls.RaTlsClaims.Hash;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an issuer asks for, and what of it a certificate gives back. */
class RaTlsPartsTest {
    private static final KeyPair KEY = SyntheticKeys.p256("RA-TLS");

    @Test
    void the_quote_is_the_one_that_was_asked_for_with_the_hash_of_the_claims() throws Exception {
        var given = new ArrayList<Bytes>();
        var source = new EvidenceSource() {
            @Override
            public String type() {
                return "sgx-dcap";
            }

            @Override
            public Bytes evidence(Bytes reportData) {
                given.add(reportData);
                return Bytes.hex("0102");
            }
        };
        var nonce = Optional.of(Bytes.hex("0a"));
        var der = new RaTlsIssuer(source, "enclave").issue(KEY, nonce, IntelMachine.NOW, IntelMachine.NOW);
        var certificate = RaTlsCertificate.read(der);

        assertThat(certificate.quote()).isEqualTo(Bytes.hex("0102"));
        assertThat(certificate.nonce()).isEqualTo(nonce);
        assertThat(certificate.key()).isEqualTo(KEY.getPublic());
        var claims = new RaTlsClaims(Hash.of(KEY.getPublic(), Algorithm.SHA_256), nonce);
        assertThat(RaTlsClaims.read(claims.write())).isEqualTo(claims);
        assertThat(given).containsExactly(RaTlsClaims.reportData(claims.write()));
        assertThat(given.getFirst().slice(32, 64)).isEqualTo(Bytes.of(new byte[32]));
    }

    @Test
    void a_certificate_may_be_valid_for_an_instant_alone() throws Exception {
        var source = SyntheticSource.of(Kind.SGX_3);
        var der = new RaTlsIssuer(source, "enclave").issue(KEY, Optional.empty(), IntelMachine.NOW, IntelMachine.NOW);

        assertThat(RaTlsCertificate.read(der)
                        .verify(source.verifier(), Optional.empty(), IntelMachine.NOW)
                        .platform())
                .isEqualTo("sgx");
    }

    @CsvSource({"SHA_256, 32, 1", "SHA_384, 48, 7", "SHA_512, 64, 8"})
    @ParameterizedTest
    void each_hash_is_written_and_read_with_its_number(Algorithm algorithm, int bytes, int id) throws Exception {
        var claims = new RaTlsClaims(Hash.of(KEY.getPublic(), algorithm), Optional.empty());

        assertThat(claims.keyHash().value().size()).isEqualTo(bytes);
        assertThat(RaTlsClaims.read(claims.write())).isEqualTo(claims);
        // A map of one text, and a byte string around an array of two, the first of which is the number.
        assertThat(claims.write().hex())
                .startsWith("a16b7075626b65792d6861736858")
                .contains("820" + id + "58");
    }
}
