package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.IdentityExpectation;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy check} and {@code policy from-image}, with real files. */
class PolicyCommandsTest {
    private static final Instant ISSUED = Instant.parse("2026-01-31T12:00:00Z");
    private static final Bytes BINDER = Bytes.hex("33".repeat(64));

    @TempDir
    private Path directory;

    private final SimulatedRoot root = SimulatedRoot.create();

    private Path image(String name, int securityVersion, boolean debug) throws IOException {
        var image = new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("com.example.Vault")
                        .setName(name)
                        .setProductId(7)
                        .setSecurityVersion(securityVersion)
                        .setDebug(debug)
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(64)
                        .build())
                .addJar("vault.jar", new byte[100])
                .build();
        return Files.write(directory.resolve(name + ".enclave"), image.bytes());
    }

    private Path signed(Path image) {
        var key = directory.resolve("key").toString();
        if (Files.notExists(directory.resolve("key"))) {
            assertThat(adyton("image", "keygen", key).exit()).isZero();
        }
        var ran = adyton("image", "sign", "--key", key, image.toString());
        assertThat(ran.exit()).as(ran.err()).isZero();
        return image;
    }

    private static Bytes measurement(Path image) throws IOException {
        return Bytes.of(EnclaveImage.read(image).measurement().bytes());
    }

    /** Evidence of an enclave with this image, as the root vouches for it. */
    private Path evidence(SimulatedRoot by, Path image) throws Exception {
        var read = EnclaveImage.read(image);
        var claims = new RuntimeClaims(
                measurement(image),
                read.signer().map(id -> Bytes.of(id.bytes())),
                read.manifest().getName(),
                read.manifest().getProductId(),
                read.manifest().getSecurityVersion(),
                read.manifest().getDebug(),
                "0.1.0",
                Confinement.PROCESS);
        var evidence = Attester.of(by.source(() -> ISSUED), claims).attest(BINDER);
        return Files.writeString(
                directory.resolve("evidence.json"), new SavedEvidence(evidence, BINDER, ISSUED).toJson());
    }

    private Path policy(AppraisalPolicy policy) throws IOException {
        return Files.writeString(directory.resolve("policy.json"), policy.toJson());
    }

    private Ran check(Path policy, Path evidence, String... more) {
        var args = new ArrayList<>(List.of("policy", "check"));
        args.addAll(List.of(more));
        args.addAll(List.of(policy.toString(), evidence.toString()));
        return adyton(args.toArray(String[]::new));
    }

    @Test
    void evidence_of_the_image_that_a_policy_was_made_from_is_accepted() throws Exception {
        var image = signed(image("vault", 3, false));
        var policy = directory.resolve("vault.policy");
        var made = adyton("policy", "from-image", "--allow-simulated", "--output", policy.toString(), image.toString());
        assertThat(made).isEqualTo(new Ran(0, "", ""));

        var checked = check(
                policy,
                evidence(root, image),
                "--simulated-root",
                root.fingerprint().hex());
        assertThat(checked.exit()).as(checked.err()).isZero();
        assertThat(checked.err()).isEmpty();
        assertThat(checked.out())
                .containsPattern("(?m)^RESULT +RULE +FOUND +WANTED$")
                .containsPattern("(?m)^pass +platform +simulated +a platform with hardware protection or simulated$")
                .containsPattern("(?m)^pass +measurement +[0-9a-f]{48}  [0-9a-f]{48}$")
                .doesNotContain("FAIL")
                .endsWith("accepted: SIMULATED enclave: no hardware protects it (measurement "
                        + measurement(image).shortHex() + ")" + System.lineSeparator());
    }

    @Test
    void refused_evidence_has_its_exit_code_and_every_rule_that_failed() throws Exception {
        var policy = policy(AppraisalPolicy.of(IdentityExpectation.measurement(Bytes.hex("aa".repeat(48)))
                        .withMinimumSecurityVersion(4))
                .allowSimulated());
        var checked = check(
                policy,
                evidence(root, image("vault", 3, true)),
                "--simulated-root",
                root.fingerprint().hex());
        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out())
                .containsPattern("(?m)^FAIL +measurement +[0-9a-f]{48}  (aa){24}$")
                .containsPattern("(?m)^FAIL +security version +3 +at least 4$")
                .containsPattern("(?m)^FAIL +debug image +yes +no$")
                .containsPattern("(?m)^pass +confinement +process +at least in-process$")
                .doesNotContain("accepted");
        assertThat(checked.err())
                .startsWith("adyton: ")
                .contains("evidence.json: refused by measurement; security version; debug image (9 rules looked at)")
                .hasLineCount(1);
    }

    @Test
    void the_root_of_another_machine_is_trusted_only_when_it_is_named() throws Exception {
        var image = image("vault", 3, false);
        var policy = policy(AppraisalPolicy.measurement(measurement(image)).allowSimulated());
        var checked = check(policy, evidence(root, image));
        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out()).containsPattern("(?m)^FAIL +authentic, simulated root +[0-9a-f]{48}");
    }

    @Test
    void the_root_of_this_machine_is_trusted() throws Exception {
        var image = image("vault", 3, false);
        var policy = policy(AppraisalPolicy.measurement(measurement(image)).allowSimulated());
        var machine = SimulatedRoot.in(SimulatedRoot.machineDirectory());
        assertThat(check(policy, evidence(machine, image)).exit()).isZero();
    }

    @Test
    void the_instant_of_the_appraisal_can_be_given() throws Exception {
        var image = image("vault", 3, false);
        var policy = policy(
                AppraisalPolicy.measurement(measurement(image)).allowSimulated().withMaximumAge(Duration.ofMinutes(1)));
        var evidence = evidence(root, image);
        var trusted = root.fingerprint().hex();
        assertThat(check(policy, evidence, "--simulated-root", trusted, "--at", "2026-01-31T12:01:00Z")
                        .exit())
                .isZero();
        var late = check(policy, evidence, "--simulated-root", trusted, "--at", "2026-01-31T12:01:01Z");
        assertThat(late.exit()).isEqualTo(3);
        assertThat(late.out()).containsPattern("FAIL +age +PT1M1S +at most PT1M");
    }

    @Test
    void the_result_is_an_eat_where_that_is_asked_for() throws Exception {
        var image = image("vault", 3, false);
        var policy = policy(AppraisalPolicy.measurement(measurement(image)));
        var checked = check(policy, evidence(root, image), "--eat");
        assertThat(checked.exit()).isEqualTo(3);
        assertThat(checked.out())
                .startsWith("{")
                .contains("\"eat_profile\"", "\"adyton.status\": \"contraindicated\"")
                .doesNotContain("RESULT");
    }

    @Test
    void files_that_are_none_of_their_kind_are_told_apart() throws Exception {
        var image = image("vault", 3, false);
        var policy = policy(AppraisalPolicy.measurement(measurement(image)));
        var evidence = evidence(root, image);

        var swapped = check(evidence, policy);
        assertThat(swapped.exit()).isEqualTo(1);
        assertThat(swapped.err()).contains("evidence.json: Not a policy: ", "unknown member");

        var damaged = Files.writeString(directory.resolve("damaged"), "{\"version\": 1}");
        assertThat(check(policy, damaged).exit()).isEqualTo(3);
        assertThat(check(policy, damaged).err()).contains("damaged: saved evidence: ", "found no member evidence");

        assertThat(check(directory.resolve("none"), evidence).err()).contains("There is no policy ");
        assertThat(check(policy, directory.resolve("none")).err()).contains("There is no evidence ");
        assertThat(check(policy, directory.resolve("none")).exit()).isEqualTo(1);
    }

    @Test
    void several_images_are_alternatives_and_none_twice() throws Exception {
        var first = image("first", 1, false);
        var second = image("second", 1, false);
        var made = adyton("policy", "from-image", first.toString(), second.toString(), first.toString());
        assertThat(made.exit()).isZero();
        assertThat(AppraisalPolicy.parse(Bytes.utf8(made.out())))
                .isEqualTo(AppraisalPolicy.of(IdentityExpectation.anyOf(
                        IdentityExpectation.measurement(measurement(first)),
                        IdentityExpectation.measurement(measurement(second)))));
    }

    @Test
    void a_policy_by_signer_takes_the_product_and_its_version_from_the_image() throws Exception {
        var image = signed(image("vault", 3, false));
        var made = adyton("policy", "from-image", "--by-signer", image.toString());
        var signer = EnclaveImage.read(image).signer().orElseThrow();
        assertThat(AppraisalPolicy.parse(Bytes.utf8(made.out())))
                .isEqualTo(AppraisalPolicy.of(IdentityExpectation.signer(Bytes.of(signer.bytes()))
                        .withProductId(7)
                        .withMinimumSecurityVersion(3)));

        var unsigned = adyton(
                "policy",
                "from-image",
                "--by-signer",
                image("unsigned", 1, true).toString());
        assertThat(unsigned.exit()).isEqualTo(1);
        assertThat(unsigned.out()).isEmpty();
        assertThat(unsigned.err()).contains("found no signature, wanted one with --by-signer");
    }

    @Test
    void a_debug_image_brings_a_warning_and_is_allowed_only_when_told() throws Exception {
        var image = image("vault", 3, true).toString();
        var made = adyton("policy", "from-image", image);
        assertThat(made.exit()).isZero();
        assertThat(made.err()).contains("warning: ", "is a debug image", "--allow-debug was not given");
        assertThat(AppraisalPolicy.parse(Bytes.utf8(made.out())).debugAllowed()).isFalse();

        var allowed = adyton("policy", "from-image", "--allow-debug", image);
        assertThat(allowed.err()).contains("is a debug image", "the policy accepts it");
        assertThat(AppraisalPolicy.parse(Bytes.utf8(allowed.out())).debugAllowed())
                .isTrue();
    }

    @Test
    void a_file_that_is_there_is_not_overwritten() throws Exception {
        var image = image("vault", 3, false).toString();
        var there = Files.writeString(directory.resolve("there"), "mine");
        var made = adyton("policy", "from-image", "--output", there.toString(), image);
        assertThat(made.exit()).isEqualTo(1);
        assertThat(made.err()).contains("found it there already, wanted a new file");
        assertThat(there).hasContent("mine");
    }
}
