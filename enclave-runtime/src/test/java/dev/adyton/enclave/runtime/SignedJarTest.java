package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Bouncy Castle's jar: signed, multi-release, with a manifest of thousands of sections. */
class SignedJarTest {
    private static final String PROVIDER = "org.bouncycastle.jce.provider.BouncyCastleProvider";

    @Test
    void a_cryptographic_provider_from_a_signed_jar_works() throws Exception {
        try (var loader = TestImages.loader(bouncyCastle())) {
            var type = loader.loadClass(PROVIDER);
            var provider = (Provider) type.getConstructor().newInstance();

            var cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(new byte[32], "AES"),
                    new GCMParameterSpec(128, new byte[12]));
            assertThat(cipher.doFinal(new byte[16])).hasSize(32);
            assertThat(MessageDigest.getInstance("SHA3-384", provider).digest()).hasSize(48);
            assertThat(type.getClassLoader()).isSameAs(loader);
        }
    }

    private static byte[] bouncyCastle() throws IOException {
        var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(element -> element.contains("bcprov"))
                .findFirst()
                .orElseThrow();
        return Files.readAllBytes(Path.of(path));
    }
}
