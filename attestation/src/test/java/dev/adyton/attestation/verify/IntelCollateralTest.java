package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Collateral and documents as they come from services. */
class IntelCollateralTest {
    private static final String COLLATERAL = "{\"root_ca_crl\": \"0102\", \"pck_crl\": \"03\", "
            + "\"tcb_info_issuer_chain\": \"chain\", \"tcb_info\": \"{\\\"a\\\": 1}\", \"tcb_info_signature\": \"0a0b\", "
            + "\"qe_identity_issuer_chain\": \"other\", \"qe_identity\": \"{}\", \"qe_identity_signature\": \"0c\"}";

    private static IntelCollateral parse(String text) throws MalformedEvidenceException {
        return IntelCollateral.parse(Bytes.utf8(text));
    }

    @Test
    void each_member_is_taken_for_what_it_is() throws MalformedEvidenceException {
        var collateral = parse(COLLATERAL);
        assertThat(collateral.rootCrl()).contains(Bytes.hex("0102"));
        assertThat(collateral.pckCrl()).contains(Bytes.hex("03"));
        assertThat(collateral.tcbInfoChain()).isEqualTo(Bytes.utf8("chain"));
        assertThat(collateral.tcbInfo()).isEqualTo(new IntelDocument(Bytes.utf8("{\"a\": 1}"), Bytes.hex("0a0b")));
        assertThat(collateral.identityChain()).isEqualTo(Bytes.utf8("other"));
        assertThat(collateral.identity()).isEqualTo(new IntelDocument(Bytes.utf8("{}"), Bytes.hex("0c")));
    }

    @CsvSource(delimiter = '|', textBlock = """
            "root_ca_crl": "0102"          | "root_ca_crl": null
            "root_ca_crl": "0102"          | "other": 1
            """)
    @ParameterizedTest
    void a_list_may_be_missing(String found, String by) throws MalformedEvidenceException {
        var collateral = parse(COLLATERAL.replace(found, by));
        assertThat(collateral.rootCrl()).isEmpty();
        assertThat(collateral.pckCrl()).contains(Bytes.hex("03"));
    }

    @CsvSource(delimiter = '|', textBlock = """
            "root_ca_crl": "0102"          | "root_ca_crl": 7               | $.root_ca_crl
            "pck_crl": "03"                | "pck_crl": "0"                 | $.pck_crl
            "tcb_info": "                  | "other": "                     | $
            "tcb_info_signature": "0a0b"   | "tcb_info_signature": "0a!x"   | $.tcb_info_signature
            "qe_identity": "{}"            | "qe_identity": {}              | $.qe_identity
            "qe_identity_signature": "0c"  | "qe_identity_signature": null  | $.qe_identity_signature
            "qe_identity_issuer_chain"     | "another"                      | $
            """)
    @ParameterizedTest
    void collateral_of_another_form_is_refused(String found, String by, String place) {
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> parse(COLLATERAL.replace(found, by)))
                .withMessageStartingWith(place)
                .withMessageContaining(": found ")
                .withMessageContaining(", wanted ");
    }

    @Test
    void collateral_has_up_to_4_mib() throws MalformedEvidenceException {
        var padding = " ".repeat(IntelCollateral.MAX_BYTES - COLLATERAL.length());
        assertThat(parse(COLLATERAL + padding)).isEqualTo(parse(COLLATERAL));
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> parse(COLLATERAL + padding + " "))
                .withMessageContaining("at most 4194304");
    }

    @EnumSource
    @ParameterizedTest
    void collateral_of_a_machine_verifies_its_quote(Kind kind) throws Exception {
        var machine = new SyntheticIntel(kind);
        var claims = IntelVerifier.verify(
                machine.quote(), parse(machine.signedCollateral()), SyntheticIntel.anchors(), SyntheticIntel.NOW);

        assertThat(claims.tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    @Test
    void a_document_is_taken_out_of_an_answer_byte_for_byte() throws MalformedEvidenceException {
        var answer = "{ \"signature\" : \"0A0b\", \"tcbInfo\": { \"x\" :  [1 ,2] }  }";

        assertThat(IntelDocument.ofAnswer(Bytes.utf8(answer), "tcbInfo"))
                .isEqualTo(new IntelDocument(Bytes.utf8("{ \"x\" :  [1 ,2] }"), Bytes.hex("0a0b")));
    }

    @CsvSource(delimiter = '|', textBlock = """
            {"tcbInfo": {}, "signature": "0a0"}    | signature: found something else, wanted hex digits
            {"tcbInfo": {}, "signature": 10}       | $.signature
            {"tcbInfo": {}}                        | $
            {"tcbInfo": [], "signature": "0a"}     | $.tcbInfo
            {"enclaveIdentity": {}, "signature": "0a"} | $
            []                                     | $
            """)
    @ParameterizedTest
    void an_answer_of_another_form_is_refused(String answer, String message) {
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> IntelDocument.ofAnswer(Bytes.utf8(answer), "tcbInfo"))
                .withMessageStartingWith(message)
                .withMessageContaining("found ")
                .withMessageContaining(", wanted ");
    }

    @Test
    void an_answer_has_up_to_twice_the_bytes_of_a_document() throws MalformedEvidenceException {
        var answer = "{\"tcbInfo\": {}, \"signature\": \"0a\"}";
        var padding = " ".repeat(2 * IntelDocument.MAX_BYTES - answer.length());
        assertThat(IntelDocument.ofAnswer(Bytes.utf8(answer + padding), "tcbInfo")
                        .body())
                .isEqualTo(Bytes.utf8("{}"));
        assertThatExceptionOfType(MalformedEvidenceException.class)
                .isThrownBy(() -> IntelDocument.ofAnswer(Bytes.utf8(answer + padding + " "), "tcbInfo"))
                .withMessageContaining("at most 262144");
    }
}
