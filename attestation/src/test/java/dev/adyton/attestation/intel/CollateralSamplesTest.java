package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSamples;
import dev.adyton.attestation.EvidenceSamples.Sample;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.Certificates;
import dev.adyton.attestation.x509.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents that other verifiers test with: malformed ones of Open Enclave, and the demo set of Intel's own library. */
class CollateralSamplesTest {
    /** The only ones of Open Enclave that are whole: the others each lack something or have something else in its place. */
    private static final Set<String> WHOLE = Set.of(
            "qe_identity_ok.json",
            "qve_identity_ok.json",
            "qe_identity_with_advisoryids.json",
            "tcbInfo_with_pceid.json",
            "tcbinfo_sgx.json",
            "tcbinfo_tdx.json");

    static List<Path> openEnclave() {
        try (Stream<Path> files = Files.walk(
                EvidenceSamples.folder("collateral-json-negatives/openenclave").folder())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("openEnclave")
    void a_document_that_lacks_something_is_refused(Path file) throws IOException {
        var answer = Bytes.of(Files.readAllBytes(file));
        var problem = problem(answer, file.toString().contains("identity"));

        if (WHOLE.contains(file.getFileName().toString())) {
            assertThat(problem).isEmpty();
        } else {
            assertThat(problem).matches("[ -~]+: found [ -~]+, wanted [ -~]+");
        }
    }

    private static String problem(Bytes answer, boolean identity) {
        try {
            var document = IntelDocument.ofAnswer(answer, identity ? "enclaveIdentity" : "tcbInfo");
            var json = JsonParser.parse(document.body(), IntelDocument.MAX_BYTES);
            if (identity) {
                EnclaveIdentity.parse(json);
            } else {
                TcbInfo.parse(json);
            }
            return "";
        } catch (MalformedEvidenceException | JsonException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Its root is one that Intel made for the demo. */
    private static IntelAnchors demoRoot(Sample demo) throws VerificationException {
        var root =
                Pem.certificates("root", demo.bytes("trustedRootCaCert.pem"), 1).getFirst();
        return IntelAnchors.of(Certificates.der("root", root).getPublicKey());
    }

    @Test
    void documents_of_intels_demo_are_signed_over_the_bytes_that_they_have_in_the_answer()
            throws VerificationException, MalformedEvidenceException, JsonException {
        var demo = EvidenceSamples.folder("intel-qvl-sampleData");
        var chain = new Chains(demoRoot(demo)).issued("chain", demo.bytes("tcbSignChain.pem"), 2);
        IntelNames.require("signer", chain.leaf(), IntelNames.TCB_SIGNING);
        for (var name : List.of("tcbInfo", "qeIdentity", "qveIdentity")) {
            var member = name.equals("tcbInfo") ? name : "enclaveIdentity";
            var document = IntelDocument.ofAnswer(demo.bytes(name + ".json"), member);
            Ecdsa.verify(name, chain.leaf().getPublicKey(), document.body(), document.signature());
        }
        var info = IntelDocument.ofAnswer(demo.bytes("tcbInfo.json"), "tcbInfo");
        assertThat(TcbInfo.parse(JsonParser.parse(info.body(), IntelDocument.MAX_BYTES))
                        .levels())
                .hasSize(6);
    }

    @Test
    void quotes_of_intels_demo_carry_no_chain_that_could_be_judged() {
        // Found first: where there are no samples this skips the test, which inside an assertion would fail it.
        var sgx = EvidenceSamples.folder("intel-qvl-sampleData").bytes("quote.dat");
        var demo = EvidenceSamples.folder("intel-qvl-sampleData/tdx");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> QuoteParser.parse(sgx))
                .withMessageContaining("found 1 (PPID in plain text, without a certificate), wanted 5");
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> {
                    var quote = QuoteParser.parse(demo.bytes("quote.dat"));
                    new Chains(demoRoot(demo))
                            .issued("chain", quote.quotingEnclave().pckChain(), 3);
                })
                .withMessageContaining("wanted a certificate in PEM");
    }

    /** It writes the upper half of a component's octet range as 16-bit numbers with ones in front. */
    @Test
    void the_tdx_demos_components_that_are_no_octets_are_refused() {
        var demo = EvidenceSamples.folder("intel-qvl-sampleData/tdx");

        assertThat(problem(demo.bytes("tcbInfo.json"), false))
                .contains("found 65473, wanted a whole number from 0 to 255");
        assertThat(problem(demo.bytes("qeIdentity.json"), true)).isEmpty();
    }
}
