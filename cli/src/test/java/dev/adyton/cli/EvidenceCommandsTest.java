package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.NitroExpectation;
import dev.adyton.attestation.appraise.SgxExpectation;
import dev.adyton.attestation.appraise.SnpExpectation;
import dev.adyton.attestation.appraise.TcbExpectation;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpKey;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.AwsEnclave;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code evidence inspect} and {@code evidence verify}, with real files of synthetic vendors. */
class EvidenceCommandsTest {
    private static final Bytes BINDER = Bytes.hex("33".repeat(64));

    @TempDir
    private Path directory;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(directory.resolve(name), content);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    private static Bytes octets(int size, int octet) {
        return Bytes.hex("%02x".formatted(octet).repeat(size));
    }

    private String nitro(AwsEnclave enclave) throws IOException {
        return file("document.cbor", enclave.signed()).toString();
    }

    private String nitroRoot(AwsEnclave enclave) throws IOException {
        return file("aws.der", enclave.root()).toString();
    }

    private String nitroPolicy(int pcr0) throws IOException {
        return file(
                "nitro.json",
                AppraisalPolicy.ofPlatforms(NitroExpectation.of(Map.of(0, octets(48, pcr0))))
                        .toJson());
    }

    @Test
    void a_document_is_accepted_or_refused_by_its_registers() throws Exception {
        var enclave = new AwsEnclave();
        var evidence = nitro(enclave);
        var root = nitroRoot(enclave);
        var at = AwsEnclave.NOW.toString();

        var accepted =
                adyton("evidence", "verify", evidence, "--policy", nitroPolicy(1), "--trusted-root", root, "--at", at);
        assertThat(accepted.exit()).as(accepted.err()).isZero();
        assertThat(accepted.out())
                .containsPattern("(?m)^pass +PCR0 +(01){24}")
                .endsWith("accepted: AWS-NITRO platform" + System.lineSeparator());

        var refused =
                adyton("evidence", "verify", evidence, "--policy", nitroPolicy(2), "--trusted-root", root, "--at", at);
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.out()).containsPattern("(?m)^FAIL +PCR0 +(01){24}").doesNotContain("accepted");
        assertThat(refused.err()).contains("document.cbor: refused by PCR0 (");

        var eat = adyton(
                "evidence",
                "verify",
                evidence,
                "--policy",
                nitroPolicy(2),
                "--trusted-root",
                root,
                "--at",
                at,
                "--eat");
        assertThat(eat.exit()).isEqualTo(3);
        assertThat(eat.out()).startsWith("{").contains("\"adyton.trust-vector\"", "\"executables\": 33");
    }

    @Test
    void evidence_by_another_root_or_at_another_time_is_refused() throws Exception {
        var enclave = new AwsEnclave();
        var evidence = nitro(enclave);
        var at = AwsEnclave.NOW.toString();
        var vendors = adyton("evidence", "verify", evidence, "--policy", nitroPolicy(1), "--at", at);
        assertThat(vendors.exit()).isEqualTo(3);
        assertThat(vendors.out()).contains("authentic, root of cabundle");

        var late = adyton(
                "evidence",
                "verify",
                evidence,
                "--policy",
                nitroPolicy(1),
                "--trusted-root",
                nitroRoot(enclave),
                "--at",
                "2199-01-01T00:00:00Z");
        assertThat(late.exit()).isEqualTo(3);
        assertThat(late.out()).contains("authentic, validity of");
    }

    @Test
    void what_evidence_vouches_for_is_compared_where_that_is_asked_for() throws Exception {
        var enclave = new AwsEnclave().userData(octets(64, 7).toByteArray());
        var common = new String[] {
            "evidence",
            "verify",
            nitro(enclave),
            "--policy",
            nitroPolicy(1),
            "--trusted-root",
            nitroRoot(enclave),
            "--at",
            AwsEnclave.NOW.toString(),
            "--report-data",
            "07".repeat(64)
        };
        assertThat(adyton(common).exit()).isZero();
        common[common.length - 1] = "08".repeat(64);
        assertThat(adyton(common).out()).containsPattern("(?m)^FAIL +report data +(07){24}");
    }

    @Test
    void a_quote_is_verified_with_collateral_of_intel_or_a_bundle() throws Exception {
        var machine = new IntelMachine(Kind.SGX_3);
        var quote = file("quote.bin", machine.signedQuote()).toString();
        var root = file("intel.der", machine.root.der()).toString();
        var collateral = file("collateral.json", machine.signedCollateral());
        var policy = file(
                "sgx.json",
                AppraisalPolicy.ofPlatforms(SgxExpectation.mrEnclave(octets(32, 0x41))
                                .withTcb(TcbExpectation.upToDate()
                                        .waiving("INTEL-SA-08", Instant.parse("2099-01-01T00:00:00Z"))))
                        .toJson());
        var at = IntelMachine.NOW.toString();

        var accepted = adyton(
                "evidence",
                "verify",
                quote,
                "--endorsements",
                collateral,
                "--policy",
                policy,
                "--at",
                at,
                "--trusted-root",
                root);
        assertThat(accepted.exit()).as(accepted.out() + accepted.err()).isZero();

        var without = adyton("evidence", "verify", quote, "--policy", policy, "--at", at, "--trusted-root", root);
        assertThat(without.exit()).isEqualTo(3);
        assertThat(without.out()).contains("authentic, endorsements for sgx-dcap");

        var other = adyton(
                "evidence",
                "verify",
                quote,
                "--endorsements",
                file("empty.json", EndorsementBundle.EMPTY.toJson()),
                "--policy",
                policy,
                "--at",
                at,
                "--trusted-root",
                root);
        assertThat(other.exit()).isEqualTo(3);
    }

    @Test
    void a_report_is_verified_with_a_certificate_or_a_bundle() throws Exception {
        var machine = new AmdMachine(Product.GENOA, 3, SigningKey.VCEK);
        var report = machine.signed();
        var evidence = file("report.bin", report).toString();
        var root = file("ark.der", machine.root.make()).toString();
        var least = SnpExpectation.MinimumTcb.of(SnpExpectation.tcb(4, 1, 24, 219));
        var policy = file(
                "snp.json",
                AppraisalPolicy.ofPlatforms(SnpExpectation.of(
                                        Map.of(SnpProduct.GENOA, least),
                                        SnpExpectation.Guest.measurement(octets(48, 4)))
                                .withHostData(Optional.of(octets(32, 5))))
                        .toJson());
        var signer = Bytes.of(machine.signer.make());
        var bundle = file(
                "bundle.json",
                EndorsementBundle.EMPTY
                        .with(
                                SnpKey.of(Bytes.of(report)),
                                SnpEndorsements.of(signer).withAuthority(Bytes.of(machine.authority.make())))
                        .toJson());
        var at = AmdMachine.NOW.toString();
        var accepted = adyton(
                "evidence",
                "verify",
                evidence,
                "--endorsements",
                bundle,
                "--policy",
                policy,
                "--at",
                at,
                "--trusted-root",
                root);
        assertThat(accepted.exit()).as(accepted.out() + accepted.err()).isZero();

        var authority = file("ask.der", machine.authority.make()).toString();
        var byCertificate = adyton(
                "evidence",
                "verify",
                evidence,
                "--endorsements",
                file("vcek.der", signer.toByteArray()).toString(),
                "--policy",
                policy,
                "--at",
                at,
                "--trusted-root",
                root,
                "--trusted-root",
                authority);
        assertThat(byCertificate.exit())
                .as(byCertificate.out() + byCertificate.err())
                .isZero();
    }

    @Test
    void saved_evidence_of_hardware_is_judged_with_its_image() throws Exception {
        var enclave = new AwsEnclave();
        var claims = new RuntimeClaims(
                octets(48, 0x11), Optional.empty(), "vault", 7, 3, false, "0.1.0", Confinement.PROCESS);
        var source = new EvidenceSource() {
            @Override
            public String type() {
                return "aws-nitro";
            }

            @Override
            public Bytes evidence(Bytes reportData) {
                return Bytes.of(enclave.userData(reportData.toByteArray()).signed());
            }
        };
        var saved = file(
                "evidence.json",
                new SavedEvidence(Attester.of(source, claims).attest(BINDER), BINDER, AwsEnclave.NOW).toJson());
        var policy = file(
                "policy.json",
                AppraisalPolicy.measurement(octets(48, 0x11))
                        .withHardware(NitroExpectation.of(Map.of(0, octets(48, 1))))
                        .toJson());
        var root = nitroRoot(enclave);
        var at = AwsEnclave.NOW.toString();
        assertThat(adyton("evidence", "verify", saved, "--policy", policy, "--trusted-root", root, "--at", at)
                        .exit())
                .isZero();
        assertThat(adyton("policy", "check", policy, saved, "--trusted-root", root, "--at", at)
                        .out())
                .contains("PCR0", "measurement", "accepted: AWS-NITRO enclave");

        var shown = adyton("evidence", "inspect", saved);
        assertThat(shown.exit()).isZero();
        assertThat(shown.out())
                .startsWith("saved evidence of type aws-nitro; nothing in it is verified")
                .contains("claims of the enclave", "vault", "cabundle 4", BINDER.hex());
    }

    @Test
    void simulated_evidence_is_shown_and_judged_by_its_root() throws Exception {
        var root = SimulatedRoot.create();
        var issued = Instant.parse("2026-01-31T12:00:00Z");
        var evidence = file(
                        "simulated.bin",
                        root.source(() -> issued).evidence(BINDER).toByteArray())
                .toString();
        var shown = adyton("evidence", "inspect", evidence);
        assertThat(shown.out())
                .contains(
                        "evidence of type simulated, 188 bytes",
                        root.fingerprint().hex(),
                        BINDER.hex());

        var policy = file(
                "simulated.json",
                AppraisalPolicy.measurement(octets(48, 1)).allowSimulated().toJson());
        var common = new String[] {
            "evidence",
            "verify",
            evidence,
            "--policy",
            policy,
            "--at",
            issued.toString(),
            "--simulated-root",
            root.fingerprint().hex()
        };
        assertThat(adyton(common).out()).contains("accepted: SIMULATED platform: no hardware protects it");
        var strict =
                file("strict.json", AppraisalPolicy.measurement(octets(48, 1)).toJson());
        assertThat(adyton("evidence", "verify", evidence, "--policy", strict).exit())
                .isEqualTo(3);
    }

    @Test
    void every_form_is_shown_and_never_decided_about() throws Exception {
        var machine = new IntelMachine(Kind.TDX_5_15);
        machine.quoteSigner = IntelMachine.STRANGER;
        var quote = adyton(
                "evidence", "inspect", file("quote.bin", machine.signedQuote()).toString());
        assertThat(quote.exit()).isZero();
        assertThat(quote.out())
                .startsWith("evidence of type tdx-dcap, ")
                .containsPattern("(?m)^  MRTD +(60){48}$")
                .containsPattern("(?m)^  FMSPC +90c06f000000$")
                .doesNotContain("accepted", "refused");
        var report = adyton(
                "evidence",
                "inspect",
                file("report.bin", AmdMachine.turin().signedWithTable()).toString());
        assertThat(report.out()).contains("evidence of type sev-snp", "certificate table, VCEK");
        var document = adyton("evidence", "inspect", nitro(new AwsEnclave()));
        assertThat(document.out()).contains("evidence of type aws-nitro", "PCR0", "cabundle 1");
    }

    @Test
    void what_cannot_be_used_is_told_and_is_no_refusal() throws Exception {
        var policy = nitroPolicy(1);
        var text = file("text", "hello");
        for (var command : new String[][] {
            {"evidence", "inspect", text},
            {"evidence", "verify", text, "--policy", policy},
            {"evidence", "inspect", directory.resolve("none").toString()},
            {"evidence", "verify", directory.resolve("none").toString(), "--policy", policy},
            {"evidence", "inspect", file("short", new AwsEnclave().root()).toString()},
            {"evidence", "verify", nitro(new AwsEnclave()), "--policy", text},
            {"evidence", "verify", nitro(new AwsEnclave()), "--policy", policy, "--endorsements", text},
            {"evidence", "verify", nitro(new AwsEnclave()), "--policy", policy, "--trusted-root", text}
        }) {
            var ran = adyton(command);
            assertThat(ran.exit()).as(String.join(" ", command)).isEqualTo(1);
            assertThat(ran.err()).startsWith("adyton: ").hasLineCount(1);
            assertThat(ran.out()).isEmpty();
        }
        assertThat(adyton("evidence", "inspect", text).err())
                .contains("found 5 bytes that begin with \"68656c6c\", wanted evidence");
        assertThat(adyton("evidence", "verify", text).exit()).isEqualTo(2);
        assertThat(adyton("evidence").exit()).isEqualTo(2);
        assertThat(adyton("evidence", "verify", text, "--policy", policy, "--report-data", "00")
                        .exit())
                .isEqualTo(2);
    }
}
