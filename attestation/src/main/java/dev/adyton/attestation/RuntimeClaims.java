package dev.adyton.attestation;

import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.cbor.CborFields;
import dev.adyton.attestation.cbor.CborForm;
import dev.adyton.attestation.cbor.CborReader;
import dev.adyton.attestation.cbor.CborWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the launcher, which measured the image and started the enclave, claims of it. True as far as whoever vouches for the launcher
 * is trusted.
 *
 * @param measurement of the image (SHA-384 of its canonical listing); 48 bytes
 * @param signer of the image (SHA-384, see {@code docs/image.md}); 48 bytes; absent where the image is unsigned
 * @param name of the product, from the image's manifest; 1 to 128 characters of {@code [A-Za-z0-9._-]}
 * @param productId the signer's number for the product; 0 to 65535
 * @param securityVersion of the image; 0 to 65535
 * @param debug whether it is a debug image
 * @param runtimeVersion version of the enclave runtime that was started; 1 to 64 printable ASCII characters
 * @param confinement what keeps the enclave and its machine apart
 */
public record RuntimeClaims(
        Bytes measurement,
        Optional<Bytes> signer,
        String name,
        int productId,
        int securityVersion,
        boolean debug,
        String runtimeVersion,
        Confinement confinement) {
    /** Length of a measurement and of a signer in bytes. */
    public static final int DIGEST_BYTES = 48;

    /** The largest product id and security version. */
    public static final int MAX_NUMBER = 0xffff;

    /** Most bytes of encoded claims. */
    public static final int MAX_BYTES = 1024;

    private static final int VERSION = 1;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern RUNTIME_VERSION = Pattern.compile("[ -~]{1,64}");

    /** What keeps the enclave and the machine it runs on apart, in rising order. */
    public enum Confinement {
        /** Nothing: it runs in the JVM of its host. */
        IN_PROCESS("in-process"),
        /** A process of its own with all rights of its user. */
        PROCESS("process"),
        /** A process that has given up, before any code of the image ran, every system call but those that computing takes (seccomp). */
        SECCOMP("seccomp"),
        /** As {@link #SECCOMP}, in user, mount, process, network and other namespaces of its own, which show it nothing of the machine. */
        NAMESPACES("namespaces");

        private final String label;

        Confinement(String label) {
            this.label = label;
        }

        /** As it stands in claims and in policies. */
        public String label() {
            return label;
        }

        /** The one with this label, if there is one. */
        public static Optional<Confinement> labelled(String label) {
            return Arrays.stream(values())
                    .filter(value -> value.label.equals(label))
                    .findFirst();
        }

        /** Every label, for errors. */
        public static String labels() {
            return Arrays.stream(values()).map(Confinement::label).collect(Collectors.joining(", "));
        }
    }

    /** @throws IllegalArgumentException when something is not as stated above */
    public RuntimeClaims {
        digest("measurement", measurement);
        signer.ifPresent(id -> digest("signer", id));
        text("name", name, NAME);
        number("product id", productId);
        number("security version", securityVersion);
        text("runtime version", runtimeVersion, RUNTIME_VERSION);
    }

    /** The deterministic CBOR of this; its keys are in {@code docs/attestation.md}. */
    public Bytes encode() {
        Map<Cbor, Cbor> entries = new LinkedHashMap<>();
        entries.put(new Cbor.Int(0), new Cbor.Int(VERSION));
        entries.put(new Cbor.Int(1), new Cbor.ByteString(measurement));
        signer.ifPresent(id -> entries.put(new Cbor.Int(2), new Cbor.ByteString(id)));
        entries.put(new Cbor.Int(3), new Cbor.Text(name));
        entries.put(new Cbor.Int(4), new Cbor.Int(productId));
        entries.put(new Cbor.Int(5), new Cbor.Int(securityVersion));
        entries.put(new Cbor.Int(6), new Cbor.Bool(debug));
        entries.put(new Cbor.Int(7), new Cbor.Text(runtimeVersion));
        entries.put(new Cbor.Int(8), new Cbor.Text(confinement.label()));
        return CborWriter.write(new Cbor.Dictionary(entries));
    }

    /**
     * Reads what {@link #encode()} makes, and nothing else.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static RuntimeClaims decode(Bytes encoded) throws MalformedEvidenceException {
        if (encoded.size() > MAX_BYTES) {
            throw new MalformedEvidenceException(
                    "claims: found " + encoded.size() + " bytes, wanted at most " + MAX_BYTES);
        }
        var fields = CborFields.of("claims", CborReader.read(encoded, CborForm.DETERMINISTIC));
        fields.version(0, VERSION);
        var measurement = fields.bytes(1, "measurement");
        var signer = fields.optionalBytes(2, "signer");
        var name = fields.text(3, "name");
        int productId = fields.unsigned(4, "product id", MAX_NUMBER);
        int securityVersion = fields.unsigned(5, "security version", MAX_NUMBER);
        boolean debug = fields.bool(6, "debug");
        var runtimeVersion = fields.text(7, "runtime version");
        var confinement = confinement(fields.text(8, "confinement"));
        fields.end();
        try {
            return new RuntimeClaims(
                    measurement, signer, name, productId, securityVersion, debug, runtimeVersion, confinement);
        } catch (IllegalArgumentException e) {
            throw new MalformedEvidenceException(e);
        }
    }

    private static Confinement confinement(String label) throws MalformedEvidenceException {
        return Confinement.labelled(label)
                .orElseThrow(() -> new MalformedEvidenceException("claims, confinement: found '%s', wanted %s"
                        .formatted(Printable.of(label), Confinement.labels())));
    }

    private static void digest(String what, Bytes value) {
        if (value.size() != DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "claims, " + what + ": found " + value.size() + " bytes, wanted " + DIGEST_BYTES);
        }
    }

    private static void number(String what, int value) {
        if (value < 0 || value > MAX_NUMBER) {
            throw new IllegalArgumentException("claims, " + what + ": found " + value + ", wanted 0 to " + MAX_NUMBER);
        }
    }

    private static void text(String what, String value, Pattern wanted) {
        if (!wanted.matcher(value).matches()) {
            throw new IllegalArgumentException("claims, %s: found '%s' (%d characters), wanted %s"
                    .formatted(what, Printable.of(value), value.length(), wanted));
        }
    }
}
