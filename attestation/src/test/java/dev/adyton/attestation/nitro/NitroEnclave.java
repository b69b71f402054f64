package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateMaker;
import dev.adyton.attestation.x509.TestKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * An enclave with an AWS of its own. Everything it makes is right, but for what a test changes: a certificate before it is signed, an entry of the document, how it is encoded. For one thread.
 */
public final class NitroEnclave {
    /** An instant at which everything it makes is valid. */
    public static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    static final KeyPair LEAF = key(4);

    private static final List<String> NAMES =
            List.of("CN=aws.nitro-enclaves", "CN=region", "CN=zone", "CN=instance", "CN=i-1-enc2.eu-west-1.aws");

    private final Map<CertificateMaker, Bytes> made = new HashMap<>();

    /** Root, region, zone, instance, enclave. */
    final List<CertificateMaker> chain = new ArrayList<>();

    /** Entries of the document, encoded. Without a key, it is left out. */
    final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** PCRs, encoded. */
    final Map<Integer, byte[]> pcrs = new LinkedHashMap<>();

    byte[] protectedHeader = RawCbor.map(RawCbor.integer(1), RawCbor.integer(-35));
    byte[] unprotectedHeader = RawCbor.map();
    PrivateKey key = LEAF.getPrivate();
    String algorithm = "SHA384withECDSAinP1363Format";

    /** What is done to the payload before it is signed. */
    UnaryOperator<byte[]> payload = UnaryOperator.identity();

    /** What is done to the document after it is signed. */
    UnaryOperator<byte[]> document = UnaryOperator.identity();

    public NitroEnclave() {
        for (var i = 0; i < NAMES.size(); i++) {
            var issuer = Math.max(0, i - 1);
            var maker = CertificateMaker.of(
                    NAMES.get(i), key(i), NAMES.get(issuer), key(issuer), CertificateMaker.ECDSA_SHA384);
            chain.add(
                    i < NAMES.size() - 1
                            ? maker.authority(i == 0 ? -1 : 3 - i)
                            : maker.basicConstraints(new BasicConstraints(false))
                                    .keyUsage(KeyUsage.digitalSignature));
        }
        for (var i = 0; i < 16; i++) {
            pcrs.put(i, RawCbor.bytes(48, i < 3 ? i + 1 : 0));
        }
        entries.put("module_id", RawCbor.text("i-1-enc2"));
        entries.put("digest", RawCbor.text("SHA384"));
        entries.put("timestamp", RawCbor.integer(NOW.toEpochMilli()));
        entries.put("pcrs", new byte[0]);
        entries.put("certificate", new byte[0]);
        entries.put("cabundle", new byte[0]);
        entries.put("public_key", RawCbor.NULL);
        entries.put("user_data", RawCbor.bytes(64, 0x5a));
        entries.put("nonce", RawCbor.NULL);
    }

    static KeyPair key(int index) {
        return TestKeys.ec("Nitro " + index, "secp384r1");
    }

    /** Changes a certificate before it is signed. */
    NitroEnclave change(int index, UnaryOperator<CertificateMaker> change) {
        chain.set(index, change.apply(chain.get(index)));
        return this;
    }

    /** Sets an entry of the document to an encoded item. */
    NitroEnclave put(String name, byte[] item) {
        entries.put(name, item);
        return this;
    }

    public NitroEnclave userData(Bytes data) {
        return put("user_data", RawCbor.bytes(data));
    }

    /** The encoded entries in order, keys and values in turn. */
    List<byte[]> items() {
        var certificates = chain.stream().map(this::made).toList();
        var bundle = certificates.subList(0, certificates.size() - 1).stream()
                .map(RawCbor::bytes)
                .toArray(byte[][]::new);
        var items = new ArrayList<byte[]>();
        entries.forEach((name, item) -> {
            items.add(RawCbor.text(name));
            items.add(
                    item.length > 0
                            ? item
                            : switch (name) {
                                case "pcrs" -> pcrMap();
                                case "certificate" -> RawCbor.bytes(certificates.getLast());
                                case "cabundle" -> RawCbor.array(bundle);
                                default -> throw new IllegalStateException(name);
                            });
        });
        return items;
    }

    private byte[] pcrMap() {
        var items = new ArrayList<byte[]>();
        pcrs.forEach((index, value) -> {
            items.add(RawCbor.integer(index));
            items.add(value);
        });
        return RawCbor.map(items.toArray(byte[][]::new));
    }

    Bytes sign() {
        var encoded = Bytes.of(payload.apply(RawCbor.map(items().toArray(byte[][]::new))));
        return Bytes.of(document.apply(RawCbor.array(
                RawCbor.bytes(Bytes.of(protectedHeader)),
                unprotectedHeader,
                RawCbor.bytes(encoded),
                RawCbor.bytes(signature(encoded)))));
    }

    /** The signature of a payload as the enclave's certificate would make it. */
    Bytes signature(Bytes encodedPayload) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(RawCbor.array(
                    RawCbor.text("Signature1"),
                    RawCbor.bytes(Bytes.of(protectedHeader)),
                    RawCbor.bytes(0, 0),
                    RawCbor.bytes(encodedPayload)));
            return Bytes.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The document. */
    public Bytes evidence() {
        return sign();
    }

    public NitroVerifier verifier() {
        return NitroVerifier.of(List.of(root()));
    }

    Bytes root() {
        return made(chain.getFirst());
    }

    /** ECDSA signs differently each time, and a root has to be the very certificate that is trusted: so each is made once. */
    private Bytes made(CertificateMaker maker) {
        return made.computeIfAbsent(maker, CertificateMaker::make);
    }

    NitroClaims verify() throws VerificationException {
        return verify(NOW);
    }

    NitroClaims verify(Instant at) throws VerificationException {
        return verifier().verify(sign(), at);
    }
}
