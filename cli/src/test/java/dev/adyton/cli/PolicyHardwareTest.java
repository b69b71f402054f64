package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.NitroExpectation;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy from-image --hardware}: the machines of one policy and the images of files. */
class PolicyHardwareTest {
    private static final NitroExpectation NITRO = NitroExpectation.of(Map.of(0, Bytes.hex("01".repeat(48))));

    @TempDir
    private Path directory;

    private Path image;

    @BeforeEach
    void makeImage() throws IOException {
        var made = new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("com.example.Vault")
                        .setName("vault")
                        .setProductId(7)
                        .setSecurityVersion(1)
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(64)
                        .build())
                .addJar("vault.jar", new byte[100])
                .build();
        image = Files.write(directory.resolve("vault.enclave"), made.bytes());
    }

    private Bytes measurement() throws IOException {
        return Bytes.of(EnclaveImage.read(image).measurement().bytes());
    }

    private Ran made(AppraisalPolicy machines, String... more) throws IOException {
        var file = Files.writeString(directory.resolve("machines.json"), machines.toJson());
        var args = new ArrayList<>(List.of("policy", "from-image", "--hardware", file.toString()));
        args.addAll(List.of(more));
        args.add(image.toString());
        return adyton(args.toArray(String[]::new));
    }

    @Test
    void machines_are_taken_over_from_a_policy_that_names_no_image() throws Exception {
        var made = made(AppraisalPolicy.ofPlatforms(NITRO));

        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(AppraisalPolicy.parse(Bytes.utf8(made.out())))
                .isEqualTo(AppraisalPolicy.measurement(measurement()).withHardware(NITRO));
    }

    @Test
    void nothing_else_is_taken_over() throws Exception {
        var machines = AppraisalPolicy.measurement(Bytes.hex("99".repeat(48)))
                .withPlatforms(Set.of("aws-nitro", "sev-snp"))
                .withHardware(NITRO)
                .allowDebug()
                .allowSimulated();

        var made = made(machines);

        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(AppraisalPolicy.parse(Bytes.utf8(made.out())))
                .isEqualTo(AppraisalPolicy.measurement(measurement())
                        .withPlatforms(Set.of("aws-nitro", "sev-snp"))
                        .withHardware(NITRO));
        assertThat(AppraisalPolicy.parse(
                                Bytes.utf8(made(machines, "--allow-simulated").out()))
                        .simulatedAllowed())
                .isTrue();
    }

    @Test
    void a_policy_without_machines_has_none_to_take_over() throws Exception {
        var made = made(AppraisalPolicy.measurement(measurement()));

        assertThat(made.exit()).isEqualTo(1);
        assertThat(made.out()).isEmpty();
        assertThat(made.err())
                .startsWith("adyton: ")
                .contains("machines.json: found no member hardware, wanted what --hardware is to take over")
                .hasLineCount(1);
    }
}
