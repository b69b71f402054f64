package dev.adyton.testkit.vendors;

import java.security.KeyPair;
import java.security.PrivateKey;
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
public class AwsEnclave {
    /** An instant at which everything it makes is valid. */
    public static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    private static final KeyPair LEAF = key(4);

    private static final List<String> NAMES =
            List.of("CN=aws.nitro-enclaves", "CN=region", "CN=zone", "CN=instance", "CN=i-1-enc2.eu-west-1.aws");

    private final Map<CertificateMaker, byte[]> made = new HashMap<>();

    /** Root, region, zone, instance, enclave. */
    public final List<CertificateMaker> chain = new ArrayList<>();

    /** Entries of the document, encoded. Without a key, it is left out. */
    public final Map<String, byte[]> entries = new LinkedHashMap<>();

    /** PCRs, encoded. */
    public final Map<Integer, byte[]> pcrs = new LinkedHashMap<>();

    /** COSE header that is signed. */
    public byte[] protectedHeader = RawCbor.map(RawCbor.integer(1), RawCbor.integer(-35));
    /** COSE header that is not signed. */
    public byte[] unprotectedHeader = RawCbor.map();
    /** Signs the document. */
    public PrivateKey key = LEAF.getPrivate();
    /** Algorithm of the signature, as the JDK names it. */
    public String algorithm = "SHA384withECDSAinP1363Format";

    /** What is done to the payload before it is signed. */
    public UnaryOperator<byte[]> payload = UnaryOperator.identity();

    /** What is done to the document after it is signed. */
    public UnaryOperator<byte[]> document = UnaryOperator.identity();

    /** Five certificates, PCR0, 1 and 2 of ones, twos and threes, 64 bytes of user data. */
    public AwsEnclave() {
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
        entries.put("public_key", RawCbor.nothing());
        entries.put("user_data", RawCbor.bytes(64, 0x5a));
        entries.put("nonce", RawCbor.nothing());
    }

    /** The key of a certificate of the chain, from 0 for the root to 4. */
    public static KeyPair key(int index) {
        return SyntheticKeys.p384("Nitro " + index);
    }

    /** Changes a certificate before it is signed. */
    public AwsEnclave change(int index, UnaryOperator<CertificateMaker> change) {
        chain.set(index, change.apply(chain.get(index)));
        return this;
    }

    /** Sets an entry of the document to an encoded item. */
    public AwsEnclave put(String name, byte[] item) {
        entries.put(name, item);
        return this;
    }

    /** Binds other data. */
    public AwsEnclave userData(byte[] data) {
        return put("user_data", RawCbor.bytes(data));
    }

    /** The encoded entries in order, keys and values in turn. */
    public List<byte[]> items() {
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

    /** The document, signed anew each time. */
    public byte[] signed() {
        var encoded = payload.apply(RawCbor.map(items().toArray(byte[][]::new)));
        return document.apply(RawCbor.array(
                RawCbor.bytes(protectedHeader),
                unprotectedHeader,
                RawCbor.bytes(encoded),
                RawCbor.bytes(signature(encoded))));
    }

    /** The signature of a payload as the enclave's certificate would make it. */
    public byte[] signature(byte[] encodedPayload) {
        return SyntheticKeys.sign(
                key,
                algorithm,
                RawCbor.array(
                        RawCbor.text("Signature1"),
                        RawCbor.bytes(protectedHeader),
                        RawCbor.bytes(0, 0),
                        RawCbor.bytes(encodedPayload)));
    }

    /** The root, which alone is to be trusted. */
    public byte[] root() {
        return made(chain.getFirst());
    }

    /** ECDSA signs differently each time, and a root has to be the very certificate that is trusted: so each is made once. */
    private byte[] made(CertificateMaker maker) {
        return made.computeIfAbsent(maker, CertificateMaker::make);
    }
}
