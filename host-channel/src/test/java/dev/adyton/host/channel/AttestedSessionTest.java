package dev.adyton.host.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.communicator.CommunicatorOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttestedSessionTest {
    private static final SimulatedRoot ROOT = SimulatedRoot.create();
    private static final EnclaveImage IMAGE = image("demo", true);

    @Test
    void an_enclave_of_the_image_on_a_trusted_root_is_accepted_and_can_be_called() throws Exception {
        try (var enclave = new EnclaveEnd(IMAGE, ROOT);
                var session = open(enclave, EnclaveLoadConfig.of("demo", IMAGE), trusting(IMAGE, ROOT))) {
            assertThat(EnclaveEnd.echo(session.channel(), "hello")).isEqualTo("hello");
            assertThat(session.measurement()).isEqualTo(IMAGE.measurement());
            assertThat(session.attestation().line())
                    .isEqualTo("SIMULATED enclave: no hardware protects it (measurement "
                            + IMAGE.measurement().shortHex() + ")");
        }
    }

    @Test
    void an_enclave_of_another_image_is_refused_with_what_was_found_and_wanted() throws Exception {
        var other = image("other", true);
        try (var enclave = new EnclaveEnd(other, ROOT)) {
            var failure = refused(enclave, EnclaveLoadConfig.of("demo", IMAGE), trusting(IMAGE, ROOT));

            assertThat(failure.getStatus().getDescription())
                    .contains(other.measurement().toString())
                    .contains(IMAGE.measurement().toString());
        }
    }

    @Test
    void an_enclave_on_a_root_that_is_not_trusted_is_refused_with_both_fingerprints() throws Exception {
        var foreign = SimulatedRoot.create();
        try (var enclave = new EnclaveEnd(IMAGE, foreign)) {
            var failure = refused(enclave, EnclaveLoadConfig.of("demo", IMAGE), trusting(IMAGE, ROOT));

            assertThat(failure.getStatus().getDescription())
                    .contains(foreign.fingerprint().hex())
                    .contains(ROOT.fingerprint().hex());
        }
    }

    @Test
    void the_appraiser_of_the_configuration_decides_alone() throws Exception {
        var strict = HostAppraisal.of(
                AppraisalPolicy.measurement(Bytes.of(IMAGE.measurement().bytes())), Set.of(ROOT.fingerprint()));
        try (var enclave = new EnclaveEnd(IMAGE, ROOT)) {
            var failure =
                    refused(enclave, EnclaveLoadConfig.of("demo", IMAGE).withAppraiser(strict), trusting(IMAGE, ROOT));

            assertThat(failure.getStatus().getDescription()).contains("simulated");
        }
    }

    @Test
    void nothing_else_is_prepared_where_the_configuration_has_an_appraiser() throws Exception {
        var config = EnclaveLoadConfig.of("demo", IMAGE).withAppraiser(trusting(IMAGE, ROOT));
        var options = CommunicatorOptions.defaults("host");
        try (var enclave = new EnclaveEnd(IMAGE, ROOT);
                var session = AttestedSession.open(
                        enclave.host(),
                        config,
                        () -> {
                            throw new AssertionError("asked for");
                        },
                        options)) {
            assertThat(session.attestation().accepted()).isTrue();
        }
    }

    @Test
    void a_debug_image_is_accepted_by_default_only_where_it_is_the_image_that_the_host_holds() throws Exception {
        var release = image("demo", false);
        try (var enclave = new EnclaveEnd(IMAGE, ROOT)) {
            assertThat(refused(enclave, EnclaveLoadConfig.of("demo", release), trusting(release, ROOT))
                            .getStatus()
                            .getDescription())
                    .contains("debug");
        }
    }

    @Test
    void nothing_of_the_application_reaches_an_enclave_that_is_refused() throws Exception {
        try (var enclave = new EnclaveEnd(image("other", true), ROOT)) {
            refused(enclave, EnclaveLoadConfig.of("demo", IMAGE), trusting(IMAGE, ROOT));

            assertThat(enclave.ended().isOk()).isFalse();
            assertThat(enclave.calls).hasValue(0);
        }
    }

    @Test
    void an_enclave_proves_itself_again_when_asked() throws Exception {
        try (var enclave = new EnclaveEnd(IMAGE, ROOT);
                var session = open(enclave, EnclaveLoadConfig.of("demo", IMAGE), trusting(IMAGE, ROOT))) {
            var first = session.attestation();

            var second = session.attest();

            assertThat(second.accepted()).isTrue();
            assertThat(second).isNotSameAs(first).isSameAs(session.attestation());
            assertThat(EnclaveEnd.echo(session.channel(), "still here")).isEqualTo("still here");
        }
    }

    private static AttestedSession open(EnclaveEnd enclave, EnclaveLoadConfig config, Appraiser otherwise)
            throws InterruptedException {
        return AttestedSession.open(enclave.host(), config, () -> otherwise, CommunicatorOptions.defaults("host"));
    }

    private static StatusRuntimeException refused(EnclaveEnd enclave, EnclaveLoadConfig config, Appraiser otherwise) {
        var failure = catchThrowableOfType(StatusRuntimeException.class, () -> open(enclave, config, otherwise));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        return failure;
    }

    private static Appraiser trusting(EnclaveImage image, SimulatedRoot root) {
        return HostAppraisal.ofImage(image, Set.of(root.fingerprint()));
    }

    private static EnclaveImage image(String name, boolean debug) {
        return new ImageBuilder(ImageManifest.newBuilder()
                        .setFormatVersion(1)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("demo.Application")
                        .setName(name)
                        .setDebug(debug)
                        .setMemoryLimitBytes(64 << 20)
                        .setThreadLimit(16)
                        .build())
                .addJar("demo.jar", new byte[] {1, 2, 3})
                .build();
    }
}
