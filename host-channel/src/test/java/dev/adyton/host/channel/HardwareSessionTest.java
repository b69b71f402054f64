package dev.adyton.host.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.BitPattern;
import dev.adyton.attestation.appraise.HardwareVerifiers;
import dev.adyton.attestation.appraise.NitroExpectation;
import dev.adyton.attestation.appraise.PlatformExpectation;
import dev.adyton.attestation.appraise.TcbExpectation;
import dev.adyton.attestation.appraise.TdxExpectation;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.HardwareAnchors;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import dev.adyton.testkit.vendors.AwsEnclave;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A whole channel to an enclave for which synthetic hardware vouches. */
class HardwareSessionTest {
    private static final EnclaveImage IMAGE = new ImageBuilder(ImageManifest.newBuilder()
                    .setFormatVersion(1)
                    .setKind(ImageKind.IMAGE_KIND_JAVA)
                    .setApplicationClass("demo.Application")
                    .setName("demo")
                    .setMemoryLimitBytes(64 << 20)
                    .setThreadLimit(16)
                    .build())
            .addJar("demo.jar", new byte[] {1, 2, 3})
            .build();
    private static final Bytes MEASUREMENT = Bytes.of(IMAGE.measurement().bytes());

    private final IntelMachine machine = new IntelMachine(Kind.TDX_5_15);
    private final EvidenceSource domain =
            source("tdx-dcap", data -> machine.reportData(data).signedQuote());
    private final AwsEnclave nitro = new AwsEnclave();
    private final EvidenceSource enclave =
            source("aws-nitro", data -> nitro.userData(data).signed());

    private static EvidenceSource source(String type, Function<byte[], byte[]> machine) {
        return new EvidenceSource() {
            @Override
            public String type() {
                return type;
            }

            @Override
            public synchronized Bytes evidence(Bytes reportData) {
                return Bytes.of(machine.apply(reportData.toByteArray()));
            }
        };
    }

    private static TdxExpectation wanted() {
        var domain = new TdxExpectation.Domain(
                octets(0x60),
                List.of(
                        Optional.of(octets(0x64)),
                        Optional.of(octets(0x65)),
                        Optional.of(octets(0x66)),
                        Optional.of(octets(0x67))));
        return TdxExpectation.of(domain)
                .withConfig(new TdxExpectation.Config(Optional.empty(), Optional.empty(), Optional.empty()))
                .withAttributes(
                        TdxExpectation.STRICT_ATTRIBUTES,
                        new BitPattern(Bytes.hex("00".repeat(8)), Bytes.hex("ff".repeat(8))))
                .withTcb(TcbExpectation.upToDate()
                        .waiving("INTEL-SA-06", Instant.parse("2099-01-01T00:00:00Z"))
                        .waiving("INTEL-SA-08", Instant.parse("2099-01-01T00:00:00Z")));
    }

    private static Bytes octets(int octet) {
        return Bytes.hex("%02x".formatted(octet).repeat(48));
    }

    /** By the synthetic vendors' roots, at an instant at which all they made is valid. */
    private Appraiser appraiser(AppraisalPolicy policy, Instant at) throws Exception {
        var intel = IntelAnchors.of(IntelMachine.rootKey());
        var anchors = new HardwareAnchors(intel, SnpAnchors.amd(), NitroVerifier.of(List.of(Bytes.of(nitro.root()))));
        var bundle = EndorsementBundle.EMPTY.with(
                IntelKind.ofQuote(Bytes.of(machine.signedQuote()), intel),
                IntelCollateral.parse(Bytes.utf8(machine.signedCollateral())));
        return Appraiser.of(
                policy, HardwareVerifiers.of(policy, anchors, bundle).verifiers(), () -> at);
    }

    private static AppraisalPolicy policy(PlatformExpectation... wanted) {
        return AppraisalPolicy.measurement(MEASUREMENT).withHardware(wanted);
    }

    private static AttestedSession open(EnclaveEnd end, Appraiser appraiser) throws InterruptedException {
        return AttestedSession.open(
                end.host(), EnclaveLoadConfig.of("demo", IMAGE), () -> appraiser, CommunicatorOptions.defaults("host"));
    }

    private static String refused(EvidenceSource platform, Appraiser appraiser) {
        try (var end = new EnclaveEnd(IMAGE, platform)) {
            var failure = catchThrowableOfType(StatusRuntimeException.class, () -> open(end, appraiser));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(end.calls).hasValue(0);
            return String.valueOf(failure.getStatus().getDescription());
        }
    }

    @Test
    void an_enclave_in_the_expected_trust_domain_is_accepted_and_proves_itself_again() throws Exception {
        try (var end = new EnclaveEnd(IMAGE, domain);
                var session = open(end, appraiser(policy(wanted()), IntelMachine.NOW))) {
            assertThat(EnclaveEnd.echo(session.channel(), "hello")).isEqualTo("hello");
            assertThat(session.attestation().line())
                    .isEqualTo("TDX enclave (measurement " + IMAGE.measurement().shortHex() + ")");
            assertThat(session.attest().trustVector().hardware()).isEqualTo(2);
        }
    }

    @Test
    void an_enclave_in_the_expected_nitro_enclave_is_accepted() throws Exception {
        var wanted = NitroExpectation.of(Map.of(0, octets(1), 1, octets(2), 2, octets(3)));
        try (var end = new EnclaveEnd(IMAGE, enclave);
                var session = open(end, appraiser(policy(wanted), AwsEnclave.NOW))) {
            assertThat(session.attestation().line()).startsWith("AWS-NITRO enclave");
            assertThat(EnclaveEnd.echo(session.channel(), "hello")).isEqualTo("hello");
        }
    }

    @Test
    void a_trust_domain_that_measured_something_else_is_refused_with_what_was_found_and_wanted() throws Exception {
        machine.body[136] ^= 1;
        assertThat(refused(domain, appraiser(policy(wanted()), IntelMachine.NOW)))
                .contains("MRTD: found 6160", "wanted 6060");
    }

    @Test
    void a_trust_domain_under_debug_is_refused() throws Exception {
        machine.body[120] |= 1;
        assertThat(refused(domain, appraiser(policy(wanted()), IntelMachine.NOW)))
                .contains("platform debug: found yes, wanted no");
    }

    @Test
    void hardware_of_which_the_policy_names_no_measurement_is_refused() throws Exception {
        assertThat(refused(domain, appraiser(policy(), IntelMachine.NOW))).contains("(measurements required)");
    }

    @Test
    void hardware_that_the_policy_does_not_allow_is_refused_unverified() throws Exception {
        var nitroOnly = policy().withPlatforms(Set.of("aws-nitro"));
        assertThat(refused(domain, appraiser(nitroOnly, IntelMachine.NOW)))
                .contains("platform: found tdx-dcap, wanted aws-nitro");
    }

    @Test
    void hardware_of_another_vendor_than_the_real_ones_is_refused_by_default() {
        assertThat(refused(domain, HostAppraisal.of(policy(wanted()), Set.of())))
                .contains("root key of the PCK certificate chain");
        assertThat(refused(enclave, HostAppraisal.of(policy(NitroExpectation.of(Map.of(0, octets(1)))), Set.of())))
                .contains("root of cabundle");
    }

    @Test
    void a_quote_that_was_made_for_another_channel_is_refused() throws Exception {
        var stolen = domain.evidence(Bytes.hex("ab".repeat(64)));
        var replayed = source("tdx-dcap", _ -> stolen.toByteArray());
        assertThat(refused(replayed, appraiser(policy(wanted()), IntelMachine.NOW)))
                .contains("report data: found abab");
    }
}
