package dev.adyton.attestation.ratls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.RawCbor;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of other makers, right or wrong in one thing; their quote vouches for whatever claims they have. */
class RaTlsFaultsTest {
    private static final KeyPair KEY = SyntheticKeys.p384("RA-TLS");
    private static final String EVIDENCE = "2.23.133.5.4.9";
    private static final SyntheticSource SOURCE = SyntheticSource.of(Kind.SGX_3);

    private static byte[] digest(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hashEntry(int id, String algorithm) {
        var hash = digest(algorithm, KEY.getPublic().getEncoded());
        return RawCbor.array(RawCbor.integer(id), RawCbor.bytes(hash));
    }

    private static byte[] claims(byte[] hashEntry) {
        return RawCbor.map(RawCbor.text("pubkey-hash"), RawCbor.bytes(hashEntry));
    }

    private static byte[] quote(byte[] claims) {
        return SOURCE.evidence(Bytes.of(Arrays.copyOf(digest("SHA-256", claims), 64)))
                .toByteArray();
    }

    private static byte[] evidence(byte[] claims) {
        return RawCbor.tag(60000, RawCbor.array(RawCbor.bytes(quote(claims)), RawCbor.bytes(claims)));
    }

    /** Self-signed and an authority, with the quote in an extension of its own as well, as Gramine makes them. */
    private static CertificateMaker maker(byte[] evidence) {
        return CertificateMaker.of("CN=RATLS", KEY, "CN=RATLS", KEY, CertificateMaker.ECDSA_SHA384)
                .authority(-1)
                .extension("1.2.840.113741.1337.6", false, new byte[4096])
                .extension(EVIDENCE, false, evidence);
    }

    private static void verify(CertificateMaker maker) throws VerificationException {
        RaTlsCertificate.read(Bytes.of(maker.make())).verify(SOURCE.verifier(), Optional.empty(), IntelMachine.NOW);
    }

    private static void assertRefused(CertificateMaker maker, String message) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verify(maker))
                .withMessageStartingWith(message);
    }

    private static void assertRefused(byte[] evidence, String message) {
        assertRefused(maker(evidence), message);
    }

    @ParameterizedTest
    @CsvSource({"1, SHA-256", "7, SHA-384", "8, SHA-512"})
    void each_hash_that_has_to_be_supported_is(int id, String algorithm) throws VerificationException {
        verify(maker(evidence(claims(hashEntry(id, algorithm)))));
    }

    @ParameterizedTest
    @CsvSource({"0, SHA-256", "2, SHA-256", "-1, SHA-256", "4294967297, SHA-256"})
    void another_hash_is_refused(long id, String algorithm) {
        var entry = RawCbor.array(
                RawCbor.integer(id),
                RawCbor.bytes(digest(algorithm, KEY.getPublic().getEncoded())));
        assertRefused(evidence(claims(entry)), "hash algorithm of pubkey-hash: found " + id + ", wanted 1 (SHA-256)");
    }

    @Test
    void a_hash_of_another_key_or_by_another_algorithm_is_refused() {
        var other = digest("SHA-256", SyntheticKeys.p384("other").getPublic().getEncoded());
        assertRefused(evidence(claims(RawCbor.array(RawCbor.integer(1), RawCbor.bytes(other)))), "pubkey-hash: found ");
        assertRefused(evidence(claims(hashEntry(1, "SHA-384"))), "pubkey-hash: found ");
        assertRefused(evidence(claims(RawCbor.array(RawCbor.integer(1), RawCbor.bytes(31, 0)))), "pubkey-hash: found ");
    }

    @Test
    void a_certificate_of_an_authority_that_nobody_knows_is_verified_by_its_quote_alone() throws VerificationException {
        var authority = SyntheticKeys.p384("other");
        verify(maker(evidence(claims(hashEntry(1, "SHA-256"))))
                .issuer("CN=authority")
                .signedBy(authority.getPrivate(), CertificateMaker.ECDSA_SHA384));
    }

    @Test
    void its_own_signature_has_to_be_right() {
        assertRefused(
                maker(evidence(claims(hashEntry(1, "SHA-256"))))
                        .signedBy(SyntheticKeys.p384("other").getPrivate(), CertificateMaker.ECDSA_SHA384),
                "signature of the certificate");
    }

    @Test
    void claims_of_other_names_are_left_aside() throws VerificationException {
        var more = RawCbor.map(
                RawCbor.text("pubkey-hash"),
                RawCbor.bytes(hashEntry(1, "SHA-256")),
                RawCbor.text("more"),
                RawCbor.array(RawCbor.integer(1)));
        verify(maker(evidence(more)));
    }

    @Test
    void claims_that_the_quote_does_not_vouch_for_are_refused() {
        var claims = claims(hashEntry(1, "SHA-256"));
        var others = RawCbor.map(
                RawCbor.text("pubkey-hash"),
                RawCbor.bytes(hashEntry(1, "SHA-256")),
                RawCbor.text("nonce"),
                RawCbor.bytes(8, 1));
        assertRefused(
                RawCbor.tag(60000, RawCbor.array(RawCbor.bytes(quote(claims)), RawCbor.bytes(others))),
                "report data: found ");
    }

    @Test
    void evidence_of_another_form_is_refused() {
        var claims = claims(hashEntry(1, "SHA-256"));
        var quote = quote(claims);
        var pair = RawCbor.array(RawCbor.bytes(quote), RawCbor.bytes(claims));
        assertRefused(pair, "evidence: found no tag");
        assertRefused(RawCbor.tag(60001, pair), "tag of the evidence: found 60001");
        assertRefused(RawCbor.tag(60002, pair), "tag of the evidence: found 60002");
        assertRefused(RawCbor.tag(60000, RawCbor.bytes(quote)), "evidence: found a byte string");
        assertRefused(RawCbor.tag(60000, RawCbor.array(RawCbor.bytes(quote))), "evidence: found an array");
        assertRefused(
                RawCbor.tag(60000, RawCbor.array(RawCbor.bytes(quote), RawCbor.bytes(claims), RawCbor.nothing())),
                "evidence: found an array");
        assertRefused(
                RawCbor.tag(60000, RawCbor.array(RawCbor.text("x"), RawCbor.bytes(claims))), "quote: found a text");
        assertRefused(RawCbor.tag(60000, RawCbor.array(RawCbor.bytes(quote), claims)), "claims: found a map");
        assertRefused(RawCbor.join(RawCbor.tag(60000, pair), RawCbor.nothing()), "evidence: found no CBOR");
        assertRefused(
                RawCbor.tag(60000, RawCbor.indefinite(4, RawCbor.bytes(quote), RawCbor.bytes(claims))),
                "evidence: found no CBOR");
        assertRefused(new byte[0], "evidence: found no CBOR");
    }

    @Test
    void claims_of_another_form_are_refused() {
        var entry = hashEntry(1, "SHA-256");
        assertRefused(evidence(RawCbor.map()), "pubkey-hash: found none");
        assertRefused(evidence(RawCbor.array()), "claims: found something else, wanted a map");
        assertRefused(evidence(new byte[0]), "claims: found no CBOR");
        assertRefused(evidence(RawCbor.map(RawCbor.text("pubkey-hash"), entry)), "pubkey-hash: found an array");
        assertRefused(evidence(claims(RawCbor.text("x"))), "pubkey-hash: found a text");
        assertRefused(evidence(claims(RawCbor.array(RawCbor.integer(1)))), "pubkey-hash: found an array");
        assertRefused(
                evidence(claims(RawCbor.array(RawCbor.text("1"), RawCbor.bytes(32, 0)))),
                "pubkey-hash: found an array");
        assertRefused(
                evidence(claims(RawCbor.array(RawCbor.integer(1), RawCbor.text("x")))), "pubkey-hash: found an array");
        assertRefused(
                evidence(RawCbor.map(
                        RawCbor.text("pubkey-hash"), RawCbor.bytes(entry), RawCbor.text("nonce"), RawCbor.text("x"))),
                "nonce: found a text");
        assertRefused(
                evidence(RawCbor.map(
                        RawCbor.text("pubkey-hash"),
                        RawCbor.bytes(entry),
                        RawCbor.text("pubkey-hash"),
                        RawCbor.bytes(entry))),
                "claims: found no CBOR");
    }

    @Test
    void certificates_without_evidence_or_with_what_nobody_understands_are_refused() {
        UnaryOperator<CertificateMaker> none = maker -> maker.withoutExtension(EVIDENCE);
        var maker = maker(evidence(claims(hashEntry(1, "SHA-256"))));
        assertRefused(none.apply(maker), "extension 2.23.133.5.4.9: found none");
        assertRefused(
                maker.extension("1.2.3", true, new byte[] {5, 0}),
                "critical extensions of the certificate: found 1.2.3");
        assertRefused(maker.version(1), "certificate: found version 1");
        assertRefused(maker(new byte[RaTlsCertificate.MAX_BYTES]), "certificate: found ");
    }

    @Test
    void evidence_that_is_critical_is_understood() throws VerificationException {
        verify(maker(evidence(claims(hashEntry(1, "SHA-256"))))
                .extension(EVIDENCE, true, evidence(claims(hashEntry(1, "SHA-256")))));
    }

    @Test
    void what_is_refused_is_told_in_printable_characters() {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> RaTlsCertificate.read(Bytes.hex("30800000")))
                .satisfies(e -> assertThat(e).hasMessageMatching("[ -~]+"));
    }
}
