package dev.adyton.channel;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Certificates that are not of the one form. */
final class OtherCertificate {
    private OtherCertificate() {}

    static KeyPair keyPair(String curve) throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    static X509Certificate parse(byte[] encoded) throws Exception {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** With the serial number 2, correctly self-signed. */
    static X509Certificate withOtherSerialNumber(KeyPair key) throws Exception {
        var signed = LeafCertificate.of(key).getTBSCertificate();
        // Header of 3 bytes, version of 5, tag and length of the serial number.
        signed[10] = 2;
        return sign(signed, key);
    }

    /** Whose signature is of another key. */
    static X509Certificate signedBy(KeyPair other, KeyPair key) throws Exception {
        return sign(LeafCertificate.of(key).getTBSCertificate(), other);
    }

    private static X509Certificate sign(byte[] signed, KeyPair key) throws Exception {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(signed);
        // SEQUENCE { OID ecdsa-with-SHA256 }
        var algorithm = new byte[] {0x30, 0x0a, 0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
        return parse(Der.sequence(signed, algorithm, Der.bitString(signature.sign())));
    }

    static KeyManager keyManager() throws Exception {
        var key = keyPair("secp256r1");
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificate = withOtherSerialNumber(key);
        store.setKeyEntry("other", key.getPrivate(), new char[0], new X509Certificate[] {certificate});
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return Arrays.stream(factory.getKeyManagers()).findFirst().orElseThrow();
    }
}
