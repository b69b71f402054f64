package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.testkit.vendors.IntelDocuments;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class CollateralFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                        IntelDocuments.tcbInfo(true),
                        IntelDocuments.tcbInfo(false),
                        IntelDocuments.tcbInfo2(),
                        IntelDocuments.identity(true),
                        "{\"tcbInfo\":{},\"signature\":\"00\"}",
                        "{\"root_ca_crl\":null,\"pck_crl\":\"00\",\"tcb_info_issuer_chain\":\"\",\"tcb_info\":\"{}\",\"tcb_info_signature\":\"\","
                                + "\"qe_identity_issuer_chain\":\"\",\"qe_identity\":\"{}\",\"qe_identity_signature\":\"\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void collateral_is_refused_or_within_its_limits(byte[] octets) {
        var bytes = Bytes.of(octets);
        try {
            var document = JsonParser.parse(bytes, IntelDocument.MAX_BYTES);
            tcbInfo(document);
            identity(document);
            IntelDocument.ofAnswer(bytes, "tcbInfo");
            IntelCollateral.parse(bytes);
        } catch (JsonException | MalformedEvidenceException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }

    private static void tcbInfo(Json document) {
        try {
            var info = TcbInfo.parse(document);
            assertThat(info.levels()).isNotEmpty().isSortedAccordingTo(TcbLevel.HIGHEST_FIRST);
            assertThat(info.validity().from()).isBeforeOrEqualTo(info.validity().until());
        } catch (JsonException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }

    private static void identity(Json document) {
        try {
            assertThat(EnclaveIdentity.parse(document).levels()).isNotEmpty();
        } catch (JsonException e) {
            assertThat(e).hasMessageMatching("[ -~]{10,}");
        }
    }
}
