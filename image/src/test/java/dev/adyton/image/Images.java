package dev.adyton.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.security.InvalidKeyException;
import java.util.HexFormat;
import java.util.List;

/** Images and manifests for tests. */
final class Images {
    static final byte[] FIRST_JAR = "content of the first jar".getBytes(UTF_8);
    static final byte[] SECOND_JAR = "content of the second jar, somewhat longer".getBytes(UTF_8);

    private Images() {}

    static ImageManifest.Builder manifest() {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass("com.example.Vault")
                .setName("vault")
                .setProductId(7)
                .setSecurityVersion(3)
                .setMemoryLimitBytes(64L << 20)
                .setThreadLimit(64);
    }

    static EnclaveImage sample() {
        return new ImageBuilder(manifest().build())
                .addJar("b.jar", SECOND_JAR)
                .addJar("a.jar", FIRST_JAR)
                .build();
    }

    /** The sample, signed with the key of RFC 8032, 7.1, test 1. */
    static EnclaveImage signed() {
        return key().sign(sample());
    }

    /** The key of RFC 8032, 7.1, test 1: everybody has it. */
    static SigningKey key() {
        var pkcs8 =
                "302e020100300506032b657004220420" + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        var publicKey = "302a300506032b6570032100" + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        try {
            var hex = HexFormat.of();
            return SigningKey.of(VerifyingKey.of(List.of(hex.parseHex(publicKey))), List.of(hex.parseHex(pkcs8)));
        } catch (InvalidKeyException e) {
            throw new AssertionError(e);
        }
    }
}
