package dev.adyton.endorsements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.endorsements.VendorServices.Pccs;
import dev.adyton.endorsements.VendorServices.Pcs;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SnpField;
import dev.adyton.testkit.vendors.VendorServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With a server on this machine that has what the vendors of synthetic machines have. */
class EndorsementClientTest {
    private static final String FMSPC = "90c06f000000";
    private static final IntelAnchors ANCHORS = IntelAnchors.of(IntelMachine.rootKey());
    private static final String TCB = "?blSPL=4&teeSPL=1&snpSPL=24&ucodeSPL=219";

    private VendorServer server;
    private EndorsementClient client;

    @BeforeEach
    void start() throws IOException {
        server = VendorServer.start();
        client = client(new Pcs(server.uri(), server.uri().resolve("/IntelSGXRootCA.der")));
    }

    private EndorsementClient client(VendorServices.Intel intel) {
        var services = VendorServices.vendors().withIntel(intel).withAmd(server.uri());
        return new EndorsementClient(services, Duration.ofSeconds(20), _ -> {}, InstantSource.system());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static String type(IntelMachine machine) {
        return machine.kind.tdx() ? IntelVerifier.TDX : IntelVerifier.SGX;
    }

    private static void assertEnough(EndorsementBundle bundle, IntelMachine machine, Bytes quote) throws Exception {
        var read = EndorsementBundle.parse(Bytes.utf8(bundle.toJson()));
        assertThat(read).isEqualTo(bundle);
        var collateral = read.intel().firstEntry().getValue();
        assertThat(IntelVerifier.verify(quote, collateral, ANCHORS, IntelMachine.NOW)
                        .hardware()
                        .fmspc())
                .isEqualTo(Bytes.hex(FMSPC));
        assertThat(read.intel().firstEntry().getKey().type()).isEqualTo(type(machine));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_intel_answers_is_enough_to_verify_a_quote(Kind kind) throws Exception {
        var machine = new IntelMachine(kind);
        var quote = Bytes.of(machine.signedQuote());
        server.serve(machine, FMSPC);

        assertEnough(client.fetch(type(machine), quote, ANCHORS), machine, quote);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void what_a_cache_answers_is_enough_to_verify_a_quote(Kind kind) throws Exception {
        var machine = new IntelMachine(kind);
        var quote = Bytes.of(machine.signedQuote());
        server.serveCached(machine, FMSPC);
        try (var cached = client(new Pccs(server.uri()))) {
            assertEnough(cached.fetch(type(machine), quote, ANCHORS), machine, quote);
        }
    }

    @Test
    void a_verifier_can_ask_for_endorsements_when_it_needs_them() throws Exception {
        var machine = new IntelMachine(Kind.TDX_4);
        server.serve(machine, FMSPC);
        var verifier = IntelVerifier.tdx(ANCHORS, client.intelFor(IntelVerifier.TDX));

        var claims = verifier.verify(Bytes.of(machine.signedQuote()), Bytes.hex("43".repeat(64)), IntelMachine.NOW);

        assertThat(claims.hardware().fmspc()).isEqualTo(Bytes.hex(FMSPC));
        assertThat(server.requests()).hasSize(4);
    }

    @Test
    void a_verifier_that_gets_none_refuses() {
        var machine = new IntelMachine(Kind.TDX_4);
        var verifier = IntelVerifier.tdx(ANCHORS, client.intelFor(IntelVerifier.TDX));

        assertThatThrownBy(() ->
                        verifier.verify(Bytes.of(machine.signedQuote()), Bytes.hex("43".repeat(64)), IntelMachine.NOW))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith("endorsements for tdx-dcap of FMSPC 90c06f000000 (platform): found none (")
                .hasMessageContaining("HTTP status 404");
    }

    @Test
    void no_service_is_asked_for_evidence_that_is_not_whole() {
        var quote = new IntelMachine(Kind.TDX_4).signedQuote();
        var changed = quote.clone();
        changed[100] ^= 1;

        assertThatThrownBy(() -> client.fetch("tdx-dcap", Bytes.of(changed), ANCHORS))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> client.fetch("tdx-dcap", Bytes.of(quote), IntelAnchors.intel()))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> client.fetch("sgx-dcap", Bytes.of(quote), ANCHORS))
                .isInstanceOf(VerificationException.class)
                .hasMessage("evidence type: found tdx-dcap, wanted sgx-dcap");
        assertThatThrownBy(() -> client.fetch("sev-snp", Bytes.of(quote), ANCHORS))
                .isInstanceOf(VerificationException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void evidence_that_brings_its_endorsements_has_none_to_fetch() {
        assertThatThrownBy(() -> client.fetch("aws-nitro", Bytes.hex("00"), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("endorsements: found evidence of type aws-nitro, wanted sgx-dcap, tdx-dcap");
    }

    @ParameterizedTest
    @CsvSource({
        "/tdx/certification/v4/tcb?fmspc=90c06f000000, TCB information of tdx-dcap",
        "/tdx/certification/v4/qe/identity, identity of the quoting enclave",
        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der, revocation list of Intel's platform authority",
        "/IntelSGXRootCA.der, revocation list of Intel's root"
    })
    void what_intel_does_not_have_is_named(String path, String message) {
        var machine = new IntelMachine(Kind.TDX_4);
        server.serve(machine, FMSPC).handle(path, reply -> reply.begin(404, 0));

        assertThatThrownBy(() -> client.fetch("tdx-dcap", Bytes.of(machine.signedQuote()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("HTTP status 404, wanted 200; the service does not have it");
    }

    @ParameterizedTest
    @CsvSource({
        "/tdx/certification/v4/tcb?fmspc=90c06f000000, no header TCB-Info-Issuer-Chain",
        "/tdx/certification/v4/qe/identity, no header SGX-Enclave-Identity-Issuer-Chain",
        "/sgx/certification/v4/pckcrl?ca=platform&encoding=der, wanted it in DER",
        "/IntelSGXRootCA.der, wanted it in DER"
    })
    void an_answer_of_another_form_is_refused(String path, String message) {
        var machine = new IntelMachine(Kind.TDX_4);
        server.serve(machine, FMSPC).serve(path, "<html>".getBytes(StandardCharsets.US_ASCII), Map.of());

        assertThatThrownBy(() -> client.fetch("tdx-dcap", Bytes.of(machine.signedQuote()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_document_that_is_none_is_refused() {
        var machine = new IntelMachine(Kind.SGX_3);
        server.serve(machine, FMSPC)
                .serve(
                        "/sgx/certification/v4/tcb?fmspc=" + FMSPC,
                        "{\"tcbInfo\":[]}".getBytes(StandardCharsets.US_ASCII),
                        Map.of("TCB-Info-Issuer-Chain", "x"));

        assertThatThrownBy(() -> client.fetch("sgx-dcap", Bytes.of(machine.signedQuote()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining("tcbInfo")
                .hasMessageContaining("wanted an object");
    }

    private void assertVerified(AmdMachine machine, Bytes evidence) throws Exception {
        var bundle = client.fetch("sev-snp", evidence, ANCHORS);
        var read = EndorsementBundle.parse(Bytes.utf8(bundle.toJson()));
        var anchors = SnpAnchors.of(List.of(Bytes.of(machine.root.make()))).requiringRevocationList();
        var claims = SnpVerifier.of(anchors)
                .withEndorsements(read)
                .verify(evidence, Bytes.hex("03".repeat(64)), AmdMachine.NOW);
        assertThat(claims.signer().revocationChecked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MILAN, 3, Milan, c1*64, ''", "GENOA, 3, Genoa, c1*64, ''", "TURIN, 5, Turin, c1*8, &fmcSPL=2"})
    void what_amd_answers_is_enough_to_verify_a_report(
            AmdMachine.Product product, int version, String label, String chip, String more) throws Exception {
        var machine = new AmdMachine(product, version, AmdMachine.SigningKey.VCEK);
        var id = "c1".repeat(Integer.parseInt(chip.substring(3)));
        server.serve(machine, "vcek", label, id + TCB + more);

        assertVerified(machine, Bytes.of(machine.signed()));
    }

    @ParameterizedTest
    @CsvSource({"MILAN, Milan, 3", "GENOA, Genoa, 4"})
    void a_report_that_does_not_tell_its_product_is_looked_for_under_both(
            AmdMachine.Product product, String label, int requests) throws Exception {
        var machine = new AmdMachine(product, 2, AmdMachine.SigningKey.VCEK);
        server.serve(machine, "vcek", label, "c1".repeat(64) + TCB);

        assertVerified(machine, Bytes.of(machine.signed()));
        assertThat(server.requests()).hasSize(requests);
    }

    @ParameterizedTest
    @EnumSource(AmdMachine.SigningKey.class)
    void a_certificate_that_came_with_the_report_is_not_asked_for(AmdMachine.SigningKey key) throws Exception {
        for (int version : List.of(2, 3)) {
            var machine = new AmdMachine(AmdMachine.Product.GENOA, version, key);
            var authorities = key == AmdMachine.SigningKey.VCEK ? "vcek" : "vlek";
            server.serve(machine, authorities, "Genoa", "");

            assertVerified(machine, Bytes.of(machine.signedWithTable()));
            assertThat(server.requests())
                    .containsExactly("/" + authorities + "/v1/Genoa/cert_chain", "/" + authorities + "/v1/Genoa/crl");
        }
    }

    @Test
    void a_vlek_has_to_come_with_its_report() {
        var machine = new AmdMachine(AmdMachine.Product.MILAN, 3, AmdMachine.SigningKey.VLEK);

        assertThatThrownBy(() -> client.fetch("sev-snp", Bytes.of(machine.signed()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("certificate of a VLEK: found none with the evidence");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_masked_chip_has_no_certificate_to_ask_for() {
        var machine = AmdMachine.milan().fill(SnpField.CHIP_ID, 0);

        assertThatThrownBy(() -> client.fetch("sev-snp", Bytes.of(machine.signed()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("chip id of the report: found zeros");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_tcb_version_of_another_product_is_refused_before_anything_is_asked() {
        var machine = AmdMachine.milan().fill(SnpField.REPORTED_TCB, 9);

        assertThatThrownBy(() -> client.fetch("sev-snp", Bytes.of(machine.signed()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining("reported TCB: found 0909090909090909");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_chip_that_amd_does_not_know_is_told() {
        assertThatThrownBy(() ->
                        client.fetch("sev-snp", Bytes.of(AmdMachine.milan().signed()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageStartingWith("certificate of the VCEK from http://127.0.0.1:")
                .hasMessageContaining("HTTP status 404");
    }

    @Test
    void an_answer_of_amd_of_another_form_is_refused() {
        var machine = AmdMachine.milan();
        server.serve(machine, "vcek", "Milan", "c1".repeat(64) + TCB)
                .serve("/vcek/v1/Milan/cert_chain", "x".getBytes(StandardCharsets.US_ASCII), Map.of());

        assertThatThrownBy(() -> client.fetch("sev-snp", Bytes.of(machine.signed()), ANCHORS))
                .isInstanceOf(EndorsementException.class)
                .hasMessageContaining("found 1 bytes of something else, wanted certificates in PEM");
    }
}
