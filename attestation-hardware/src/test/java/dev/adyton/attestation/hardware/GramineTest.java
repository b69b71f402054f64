package dev.adyton.attestation.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GramineTest {
    private final FakeKernel kernel = new FakeKernel();
    private final List<Duration> pauses = new ArrayList<>();
    private Bytes userReportData = Bytes.of(new byte[64]);

    /** The pseudo-files of Gramine, which are one set for the whole process. */
    private Hardware gramine(String type, UnaryOperator<Bytes> quote) {
        kernel.nodes.putAll(Map.of(
                Gramine.DIRECTORY,
                new FakeKernel.Node() {},
                Gramine.DIRECTORY + "/attestation_type",
                FakeKernel.text(type),
                Gramine.DIRECTORY + "/user_report_data",
                new FakeKernel.Node() {
                    @Override
                    public void written(byte[] octets) {
                        userReportData = Bytes.of(octets);
                    }
                },
                Gramine.DIRECTORY + "/quote",
                new FakeKernel.Node() {
                    @Override
                    public byte[] content() {
                        return quote.apply(userReportData).toByteArray();
                    }
                }));
        return new Hardware(kernel, pauses::add);
    }

    @Test
    void an_enclave_gets_a_quote() throws Exception {
        var source = gramine("dcap", data -> Samples.quote(3, data)).source().orElseThrow();

        assertThat(source.type()).isEqualTo("sgx-dcap");
        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(3, Samples.REPORT_DATA));
    }

    @Test
    void what_is_behind_the_quote_is_cut_off() throws Exception {
        var source = gramine("dcap", data -> Samples.padded(Samples.quote(3, data)))
                .source()
                .orElseThrow();

        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(3, Samples.REPORT_DATA));
    }

    @Test
    void a_quote_for_whoever_wrote_last_is_asked_for_again() throws Exception {
        var others = new ArrayList<>(List.of(Samples.OTHER_DATA, Samples.OTHER_DATA));
        var source = gramine("dcap", data -> Samples.quote(3, others.isEmpty() ? data : others.removeFirst()))
                .source()
                .orElseThrow();

        assertThat(source.evidence(Samples.REPORT_DATA)).isEqualTo(Samples.quote(3, Samples.REPORT_DATA));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void without_dcap_there_is_no_evidence_and_a_reason() {
        assertThat(gramine("none", data -> data).findings()).anySatisfy(finding -> {
            assertThat(finding.name()).isEqualTo("Gramine");
            assertThat(finding.type()).isEmpty();
            assertThat(finding.remark())
                    .isEqualTo("/dev/attestation/attestation_type: found 'none', wanted dcap,"
                            + " as the manifest has to say");
        });
    }

    @Test
    void something_that_is_no_quote_is_refused() {
        for (var wrong : List.of(Bytes.of(new byte[0]), Bytes.of(new byte[48]), Bytes.hex("0300"))) {
            var source = gramine("dcap", _ -> wrong).source().orElseThrow();
            assertThatThrownBy(() -> source.evidence(Samples.REPORT_DATA))
                    .hasMessageContaining("found")
                    .hasMessageContaining("wanted");
        }
    }
}
