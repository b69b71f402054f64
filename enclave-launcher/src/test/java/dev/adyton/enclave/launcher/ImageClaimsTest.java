package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import org.junit.jupiter.api.Test;

class ImageClaimsTest {
    @Test
    void they_are_what_the_image_says_of_itself() throws Exception {
        var manifest = TestImages.image().manifest().toBuilder()
                .setName("shop")
                .setProductId(7)
                .setSecurityVersion(3)
                .setDebug(true)
                .build();
        var image = new ImageBuilder(manifest).addJar("a.jar", new byte[10]).build();

        var claims = ImageClaims.of(image, Confinement.PROCESS);

        assertThat(claims.measurement()).isEqualTo(Bytes.of(image.measurement().bytes()));
        assertThat(claims.signer()).isEmpty();
        assertThat(claims.name()).isEqualTo("shop");
        assertThat(claims.productId()).isEqualTo(7);
        assertThat(claims.securityVersion()).isEqualTo(3);
        assertThat(claims.debug()).isTrue();
        assertThat(claims.confinement()).isEqualTo(Confinement.PROCESS);
    }

    @Test
    void a_release_image_is_no_debug_image() {
        assertThat(ImageClaims.of(TestImages.image(), Confinement.IN_PROCESS).debug())
                .isFalse();
    }

    @Test
    void the_signer_of_a_signed_image_is_claimed() throws Exception {
        try (var key = SigningKey.generate(SignatureScheme.ED25519)) {
            var image = key.sign(TestImages.image());

            assertThat(ImageClaims.of(image, Confinement.PROCESS).signer())
                    .contains(Bytes.of(image.signer().orElseThrow().bytes()));
        }
    }

    @Test
    void the_runtimes_version_is_that_of_the_build() {
        assertThat(ImageClaims.of(TestImages.image(), Confinement.PROCESS).runtimeVersion())
                .matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
