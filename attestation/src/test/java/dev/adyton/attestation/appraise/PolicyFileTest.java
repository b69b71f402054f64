package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.IdentityExpectation.allOf;
import static dev.adyton.attestation.appraise.IdentityExpectation.anyOf;
import static dev.adyton.attestation.appraise.IdentityExpectation.measurement;
import static dev.adyton.attestation.appraise.IdentityExpectation.not;
import static dev.adyton.attestation.appraise.IdentityExpectation.signer;
import static dev.adyton.attestation.appraise.Known.MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.OTHER_MEASUREMENT;
import static dev.adyton.attestation.appraise.Known.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyFileTest {
    private static final String MEASURED = "{\"measurement\": \"" + MEASUREMENT + "\"}";

    @TempDir
    private Path directory;

    static Stream<AppraisalPolicy> what_was_written_is_read_back() {
        return Stream.of(
                AppraisalPolicy.measurement(MEASUREMENT),
                AppraisalPolicy.measurement(MEASUREMENT).allowDebug().allowSimulated(),
                AppraisalPolicy.of(signer(SIGNER).withProductId(0).withMinimumSecurityVersion(65535))
                        .withPlatforms(Set.of("tdx-dcap", "sev-snp"))
                        .withMaximumAge(Duration.ofMinutes(5))
                        .withMinimumConfinement(Confinement.PROCESS)
                        .withReattestEvery(Duration.ofMillis(1500)),
                AppraisalPolicy.of(anyOf(
                        measurement(MEASUREMENT),
                        allOf(signer(SIGNER), not(anyOf(measurement(OTHER_MEASUREMENT), measurement(MEASUREMENT)))))));
    }

    @ParameterizedTest
    @MethodSource
    void what_was_written_is_read_back(AppraisalPolicy policy) throws IOException {
        assertThat(AppraisalPolicy.parse(Bytes.utf8(policy.toJson()))).isEqualTo(policy);
        var file = Files.writeString(directory.resolve("policy.json"), policy.toJson());
        assertThat(AppraisalPolicy.read(file)).isEqualTo(policy);
    }

    @Test
    void the_form_is_the_documented_one() {
        assertThat(AppraisalPolicy.of(allOf(
                                signer(SIGNER).withProductId(7).withMinimumSecurityVersion(3),
                                not(measurement(MEASUREMENT))))
                        .withPlatforms(Set.of("tdx-dcap"))
                        .withReattestEvery(Duration.ofHours(1))
                        .toJson())
                .isEqualTo("""
                        {
                          "version": 1,
                          "image": {
                            "allOf": [
                              {
                                "signer": "%s",
                                "productId": 7,
                                "minSecurityVersion": 3
                              },
                              {
                                "not": {
                                  "measurement": "%s"
                                }
                              }
                            ]
                          },
                          "platforms": ["tdx-dcap"],
                          "allowDebug": false,
                          "allowSimulated": false,
                          "minConfinement": "in-process",
                          "reattestEvery": "PT1H"
                        }
                        """.formatted(SIGNER, MEASUREMENT));
    }

    @Test
    void what_a_file_leaves_out_is_not_allowed() throws IOException {
        var policy = AppraisalPolicy.parse(Bytes.utf8("{\"version\": 1, \"image\": " + MEASURED + "}"));
        assertThat(policy).isEqualTo(AppraisalPolicy.measurement(MEASUREMENT));
        assertThat(policy.debugAllowed()).isFalse();
        assertThat(policy.simulatedAllowed()).isFalse();
    }

    static Stream<Arguments> each_fault_is_told() {
        return Stream.of(
                fault("", "a value"),
                fault("[]", "an array"),
                fault("{}", "version"),
                fault("{'version': 2, 'unknown': 1}", "version", "found 2"),
                fault("{'version': '1'}", "version"),
                fault("{'version': 1}", "image"),
                fault("{'version': 1, 'image': MEASURED, 'allowdebug': true}", "allowdebug", "allowDebug"),
                fault("{'version': 1, 'image': MEASURED, 'image': MEASURED}", "twice"),
                fault("{'version': 1, 'image': MEASURED} {}", "end of the document"),
                fault("{'version': 1, 'image': {}}", "$.image", "a measurement, a signer, or one of allOf, anyOf, not"),
                fault("{'version': 1, 'image': {'productId': 7}}", "$.image", "a measurement, a signer"),
                fault("{'version': 1, 'image': {'measurement': 'abc'}}", "$.image.measurement", "96 hex digits"),
                fault("{'version': 1, 'image': {'measurement': null}}", "$.image.measurement", "a string"),
                fault("{'version': 1, 'image': {'signer': 7}}", "$.image.signer", "a string"),
                fault("{'version': 1, 'image': {'mrenclave': 'aa'}}", "mrenclave"),
                fault("{'version': 1, 'image': {'anyOf': []}}", "$.image.anyOf", "at least one expectation"),
                fault("{'version': 1, 'image': {'anyOf': MEASURED}}", "$.image.anyOf", "an array"),
                fault("{'version': 1, 'image': {'not': MEASURED}}", "$.image", "in each way to meet it"),
                fault(
                        "{'version': 1, 'image': {'anyOf': [MEASURED, {'not': MEASURED}]}}",
                        "$.image",
                        "in each way to meet it"),
                fault("{'version': 1, 'image': {'not': MEASURED, 'allOf': [MEASURED]}}", "unknown member not"),
                fault("{'version': 1, 'image': MEASURED, 'allowDebug': 'true'}", "$.allowDebug", "true or false"),
                fault("{'version': 1, 'image': MEASURED, 'allowSimulated': 1}", "$.allowSimulated", "true or false"),
                fault("{'version': 1, 'image': MEASURED, 'platforms': []}", "$.platforms", "at least one platform"),
                fault("{'version': 1, 'image': MEASURED, 'platforms': ['TDX']}", "$.platforms[0]", "TDX"),
                fault("{'version': 1, 'image': MEASURED, 'platforms': ['simulated']}", "allowed by allowSimulated"),
                fault("{'version': 1, 'image': MEASURED, 'maxAge': 5}", "$.maxAge", "a string"),
                fault("{'version': 1, 'image': MEASURED, 'maxAge': '5m'}", "$.maxAge", "such as PT5M"),
                fault("{'version': 1, 'image': MEASURED, 'maxAge': 'PT0S'}", "$.maxAge", "above zero"),
                fault("{'version': 1, 'image': MEASURED, 'maxAge': 'PT-1S'}", "$.maxAge", "above zero"),
                fault("{'version': 1, 'image': MEASURED, 'reattestEvery': 'P366D'}", "$.reattestEvery", "PT8760H"),
                fault(
                        "{'version': 1, 'image': MEASURED, 'minConfinement': 'none'}",
                        "$.minConfinement",
                        "in-process, process, seccomp, namespaces"));
    }

    private static Arguments fault(String json, String... told) {
        return Arguments.of(json.replace('\'', '"').replace("MEASURED", MEASURED), List.of(told));
    }

    @ParameterizedTest
    @MethodSource
    void each_fault_is_told(String json, List<String> told) {
        assertThatThrownBy(() -> AppraisalPolicy.parse(Bytes.utf8(json)))
                .isInstanceOf(PolicyFormatException.class)
                .message()
                .contains("found", "wanted")
                .contains(told);
    }

    @Test
    void a_product_id_out_of_range_is_told() {
        var json = "{\"version\": 1, \"image\": {\"signer\": \"" + SIGNER + "\", \"productId\": 65536}}";
        assertThatThrownBy(() -> AppraisalPolicy.parse(Bytes.utf8(json)))
                .hasMessageContaining("$.image.productId")
                .hasMessageContaining("found 65536")
                .hasMessageContaining("0 to 65535");
    }

    @Test
    void a_file_that_is_too_large_or_missing_is_told() throws IOException {
        var large = Files.write(directory.resolve("large"), new byte[AppraisalPolicy.MAX_FILE_BYTES + 1]);
        assertThatThrownBy(() -> AppraisalPolicy.read(large))
                .isInstanceOf(PolicyFormatException.class)
                .hasMessageContaining("at most " + AppraisalPolicy.MAX_FILE_BYTES);
        assertThatThrownBy(() -> AppraisalPolicy.read(directory.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
