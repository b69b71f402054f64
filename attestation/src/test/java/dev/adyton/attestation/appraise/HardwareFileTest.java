package dev.adyton.attestation.appraise;

import static dev.adyton.attestation.appraise.Hardware.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.SnpExpectation.Guest;
import dev.adyton.attestation.appraise.SnpExpectation.Level;
import dev.adyton.attestation.appraise.SnpExpectation.Signers;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpGuestPolicy;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.TcbStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wanted of hardware, in policy files. */
class HardwareFileTest {
    static Stream<AppraisalPolicy> what_was_written_is_read_back() {
        var everyTcb = new TcbExpectation(
                Set.of(TcbStatus.UP_TO_DATE, TcbStatus.OUT_OF_DATE),
                Map.of("INTEL-SA-00615", Instant.parse("2026-12-31T00:00:00Z")),
                18,
                Optional.of(Duration.ofDays(20)),
                Duration.ofDays(3));
        var everySgx = new SgxExpectation(
                List.of(
                        new SgxExpectation.Enclave(
                                Optional.of(octets(32, 1)),
                                Optional.of(octets(32, 2)),
                                OptionalInt.of(0),
                                OptionalInt.of(65535)),
                        new SgxExpectation.Enclave(
                                Optional.empty(), Optional.of(octets(32, 2)), OptionalInt.of(1), OptionalInt.of(2))),
                Optional.empty(),
                everyTcb,
                Set.of(octets(16, 1), octets(16, 2)));
        var everyTdx = new TdxExpectation(
                List.of(new TdxExpectation.Domain(octets(48, 1), Collections.nCopies(4, Optional.empty()))),
                Set.of(octets(48, 2)),
                BitPattern.of("00".repeat(8), "00".repeat(8)),
                BitPattern.of("ff".repeat(8), "ff".repeat(8)),
                new TdxExpectation.Config(Optional.empty(), Optional.of(octets(48, 3)), Optional.empty()),
                everyTcb,
                Set.of(octets(16, 1)));
        var everySnp = SnpExpectation.of(
                        Hardware.snp().products(),
                        Guest.measurement(octets(48, 1)),
                        new Guest(
                                Optional.empty(),
                                Optional.of(octets(48, 2)),
                                Optional.of(octets(48, 3)),
                                Optional.of(octets(16, 4)),
                                Optional.of(octets(16, 5)),
                                OptionalLong.of(0xffff_ffffL)))
                .withMaximumPolicy(new SnpGuestPolicy(0x3f7ffffL & ~(1L << 19)))
                .withVmpls(Set.of(0, 1, 2, 3))
                .withHostData(Optional.empty())
                .withSigners(
                        new Signers(Set.of(SigningKey.VCEK, SigningKey.VLEK), Set.of("cloud", "other \"cloud\""), true))
                .allowUncheckedAliases()
                .withChips(Level.STANDARD, Set.of(octets(64, 1)));
        return Stream.of(
                AppraisalPolicy.measurement(Known.MEASUREMENT)
                        .withHardware(Hardware.sgx(), Hardware.tdx(), Hardware.snp(), Hardware.nitro()),
                AppraisalPolicy.ofPlatforms(Hardware.turin()),
                AppraisalPolicy.ofPlatforms(Hardware.nitro(Map.of(0, octets(48, 1)), Map.of(8, octets(48, 2))))
                        .withPlatforms(Set.of("aws-nitro")),
                AppraisalPolicy.ofPlatforms(everySgx, everyTdx, everySnp).allowSimulated());
    }

    @ParameterizedTest
    @MethodSource
    void what_was_written_is_read_back(AppraisalPolicy policy) throws IOException {
        assertThat(AppraisalPolicy.parse(Bytes.utf8(policy.toJson()))).isEqualTo(policy);
    }

    @Test
    void what_a_file_leaves_out_is_strict() throws IOException {
        var policy = AppraisalPolicy.parse(Bytes.utf8("""
                {
                  "version": 1,
                  "hardware": {
                    "sgx-dcap": { "enclaves": [ { "mrEnclave": "%1$s" } ] },
                    "tdx-dcap": {
                      "domains": [
                        { "mrTd": "%2$s", "rtmr0": "%2$s", "rtmr1": "%2$s", "rtmr2": "%2$s", "rtmr3": "any" }
                      ]
                    },
                    "sev-snp": {
                      "guests": [ { "measurement": "%2$s" } ],
                      "products": {
                        "Genoa": { "launch": %3$s, "reported": %3$s, "committed": %3$s }
                      }
                    },
                    "aws-nitro": { "enclaves": [ { "pcr0": "%2$s", "pcr8": "%2$s" } ] }
                  }
                }
                """.formatted(
                        "01".repeat(32),
                        "02".repeat(48),
                        "{ \"bootLoader\": 10, \"tee\": 0, \"snp\": 23, \"microcode\": 84 }")));
        var digest = Optional.of(octets(48, 2));
        assertThat(policy)
                .isEqualTo(AppraisalPolicy.ofPlatforms(
                        SgxExpectation.mrEnclave(octets(32, 1)),
                        TdxExpectation.of(new TdxExpectation.Domain(
                                octets(48, 2), List.of(digest, digest, digest, Optional.empty()))),
                        SnpExpectation.of(
                                Map.of(
                                        SnpProduct.GENOA,
                                        SnpExpectation.MinimumTcb.of(SnpExpectation.tcb(10, 0, 23, 84))),
                                Guest.measurement(octets(48, 2))),
                        NitroExpectation.of(Map.of(0, octets(48, 2), 8, octets(48, 2)))));
        assertThat(policy.image()).isEqualTo(new IdentityExpectation.NoImage());
    }

    private static final String SGX = "{'enclaves': [{'mrEnclave': '%s'}]".formatted("01".repeat(32));
    private static final String TDX =
            "{'domains': [{'mrTd': '%1$s', 'rtmr0': 'any', 'rtmr1': 'any', 'rtmr2': 'any', 'rtmr3': 'any'}]"
                    .formatted("01".repeat(48));
    private static final String TCB = "{'bootLoader': 1, 'tee': 1, 'snp': 1, 'microcode': 1}";
    private static final String SNP =
            "{'guests': [{'measurement': '%1$s'}], 'products': {'Milan': {'launch': %2$s, 'reported': %2$s, 'committed': %2$s}}"
                    .formatted("01".repeat(48), TCB);

    static Stream<Arguments> each_fault_is_told() {
        return Stream.of(
                fault("[]", "$.hardware", "an object"),
                fault("{}", "$.hardware", "at least one platform"),
                fault("{'sgx': {}}", "unknown member sgx", "sgx-dcap"),
                fault("{'sgx-dcap': {}}", "no member enclaves"),
                fault("{'sgx-dcap': {'enclaves': []}}", "$.hardware.sgx-dcap", "at least one"),
                fault("{'sgx-dcap': {'enclaves': [{}]}}", "enclaves[0]", "MRSIGNER with ISVPRODID"),
                fault("{'sgx-dcap': {'enclaves': [{'mrEnclave': 'any'}]}}", "mrEnclave", "64 hex digits"),
                fault("{'sgx-dcap': {'enclaves': [{'mrenclave': 'any'}]}}", "unknown member mrenclave"),
                fault("{'sgx-dcap': {'enclaves': [{'isvProdId': 65536}]}}", "isvProdId", "0 to 65535"),
                fault("{'sgx-dcap': " + SGX + ", 'configId': 'none'}}", "configId", "128 hex digits, or any"),
                fault("{'sgx-dcap': " + SGX + ", 'configId': '" + "zz".repeat(64) + "'}}", "configId", "hex digits"),
                fault("{'sgx-dcap': " + SGX + ", 'chips': []}}", "chips", "at least one, or no such member"),
                fault("{'sgx-dcap': " + SGX + ", 'chips': ['00']}}", "chips[0]", "32 hex digits"),
                fault("{'sgx-dcap': " + SGX + ", 'debug': true}}", "unknown member debug"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'statuses': []}}}", "tcb", "at least one"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'statuses': ['Revoked']}}}", "tcb", "with Revoked"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'statuses': ['Fine']}}}", "statuses[0]", "one of UpToDate"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'waivers': {'x': '2026-01-01'}}}}", "waivers.x", "advisory"),
                fault(
                        "{'sgx-dcap': " + SGX + ", 'tcb': {'waivers': {'INTEL-SA-1': '2026-01-01'}}}}",
                        "INTEL-SA-1",
                        "an instant"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'minEvaluationNumber': -1}}}", "minEvaluationNumber", "0 to"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'collateralGrace': 'P91D'}}}", "tcb", "PT2160H"),
                fault("{'sgx-dcap': " + SGX + ", 'tcb': {'maxCollateralAge': 'P0D'}}}", "maxCollateralAge"),
                fault("{'tdx-dcap': {'domains': [{}]}}", "domains[0]", "no member mrTd"),
                fault(
                        "{'tdx-dcap': {'domains': [{'mrTd': '" + "01".repeat(48) + "'}]}}",
                        "domains[0]",
                        "no member rtmr0"),
                fault("{'tdx-dcap': " + TDX + ", 'xfam': {'value': '00'}}}", "xfam.value", "16 hex digits"),
                fault(
                        "{'tdx-dcap': " + TDX + ", 'tdAttributes': {'value': '" + "01".repeat(8) + "', 'mask': '"
                                + "00".repeat(8) + "'}}}",
                        "tdAttributes",
                        "outside its mask"),
                fault("{'tdx-dcap': " + TDX + ", 'mrServiceTd': 'any'}}", "unknown member mrServiceTd"),
                fault("{'sev-snp': {'guests': []}}", "no member products"),
                fault("{'sev-snp': " + SNP + ", 'vmpls': []}}", "VMPLs", "at least one"),
                fault("{'sev-snp': " + SNP + ", 'vmpls': [4]}}", "vmpls[0]", "0 to 3"),
                fault("{'sev-snp': " + SNP + ", 'maxGuestPolicy': 196608}}", "maxGuestPolicy", "a string"),
                fault("{'sev-snp': " + SNP + ", 'maxGuestPolicy': '30000'}}", "maxGuestPolicy", "such as 0x30000"),
                fault("{'sev-snp': " + SNP + ", 'maxGuestPolicy': '0xb0000'}}", "guest policy 0xb0000", "(debug)"),
                fault("{'sev-snp': " + SNP + ", 'signingKeys': ['ARK']}}", "signingKeys[0]", "VCEK or VLEK"),
                fault("{'sev-snp': " + SNP + ", 'signingKeys': ['VLEK']}}", "providers 0", "some where VLEKs"),
                fault("{'sev-snp': " + SNP + ", 'providers': ['cloud']}}", "providers 1", "none otherwise"),
                fault("{'sev-snp': " + SNP + ", 'level': 'low'}}", "level", "standard or high"),
                fault(
                        "{'sev-snp': " + SNP.replace("Milan", "Turin") + "}}",
                        "TCB version of Turin without FMC",
                        "FMC for Turin"),
                fault("{'sev-snp': " + SNP.replace("Milan", "Rome") + "}}", "unknown member Rome"),
                fault("{'sev-snp': " + SNP.replace("'snp': 1", "'snp': 256") + "}}", "launch.snp", "0 to 255"),
                fault("{'aws-nitro': {'enclaves': [{}]}}", "enclaves[0]", "PCR0 or PCR8"),
                fault(
                        "{'aws-nitro': {'enclaves': [{'pcr0': '" + "00".repeat(48) + "'}]}}",
                        "enclaves[0]",
                        "PCR0 of zeros"),
                fault("{'aws-nitro': {'enclaves': [{'pcr32': ''}]}}", "unknown member pcr32"));
    }

    private static Arguments fault(String hardware, String... told) {
        return Arguments.of(hardware.replace('\'', '"'), List.of(told));
    }

    @ParameterizedTest
    @MethodSource
    void each_fault_is_told(String hardware, List<String> told) {
        assertThatThrownBy(() -> AppraisalPolicy.parse(Bytes.utf8("{\"version\": 1, \"hardware\": " + hardware + "}")))
                .isInstanceOf(PolicyFormatException.class)
                .message()
                .contains("found", "wanted")
                .contains(told);
    }

    @Test
    void a_wish_for_a_platform_that_is_not_allowed_is_told() {
        assertThatThrownBy(() -> AppraisalPolicy.parse(
                        Bytes.utf8(("{'version': 1, 'platforms': ['sev-snp'], 'hardware': {'sgx-dcap': " + SGX + "}}}")
                                .replace('\'', '"'))))
                .isInstanceOf(PolicyFormatException.class)
                .hasMessageContaining("sgx-dcap, which is not among the platforms");
    }

    @Test
    void without_an_image_and_without_hardware_there_is_no_policy() {
        assertThatThrownBy(() -> AppraisalPolicy.parse(Bytes.utf8("{\"version\": 1}")))
                .isInstanceOf(PolicyFormatException.class)
                .hasMessageContaining("no member image");
    }
}
