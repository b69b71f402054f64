package dev.adyton.attestation;

import dev.adyton.attestation.cbor.Cbor;
import dev.adyton.attestation.cbor.CborFields;
import dev.adyton.attestation.cbor.CborForm;
import dev.adyton.attestation.cbor.CborReader;
import dev.adyton.attestation.cbor.CborWriter;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an attester says of itself, in two layers: the platform's own evidence, and the runtime claims that it binds through its report
 * data (see {@link ChannelBinding#reportData}). Nothing in it is believed before it was verified.
 *
 * @param type what kind of platform evidence this is, e.g. {@code simulated}; 1 to 64 characters of {@code [a-z0-9.-]}. It says which
 *     verifier would understand it, never which one is trusted
 * @param platform the platform's evidence, in its own format; at least 1 byte
 * @param claims the encoded {@link RuntimeClaims}, exactly as they were bound; at least 1 byte
 */
public record Evidence(String type, Bytes platform, Bytes claims) {
    /** Most bytes of encoded evidence. */
    public static final int MAX_BYTES = 48 * 1024;

    private static final int VERSION = 1;

    /** More than what the encoding adds to type, platform and claims. */
    private static final int OVERHEAD_BYTES = 32;

    private static final Pattern TYPE = Pattern.compile("[a-z0-9.-]{1,64}");

    /** @throws IllegalArgumentException when something is not as stated above, or all together would be too much for {@link #MAX_BYTES} */
    public Evidence {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    "evidence, type: found '%s' (%d characters), wanted 1 to 64 of [a-z0-9.-]"
                            .formatted(Printable.of(type), type.length()));
        }
        if (platform.size() == 0 || claims.size() == 0) {
            throw new IllegalArgumentException(
                    "evidence: found %d bytes of platform and %d of claims, wanted some of each"
                            .formatted(platform.size(), claims.size()));
        }
        long size = (long) type.length() + platform.size() + claims.size();
        if (size > MAX_BYTES - OVERHEAD_BYTES) {
            throw new IllegalArgumentException(
                    "evidence: found %d bytes of type, platform and claims, wanted at most %d"
                            .formatted(size, MAX_BYTES - OVERHEAD_BYTES));
        }
    }

    /** The deterministic CBOR of this: a map of 0: version 1, 1: type, 2: platform, 3: claims. */
    public Bytes encode() {
        return CborWriter.write(new Cbor.Dictionary(Map.of(
                new Cbor.Int(0),
                new Cbor.Int(VERSION),
                new Cbor.Int(1),
                new Cbor.Text(type),
                new Cbor.Int(2),
                new Cbor.ByteString(platform),
                new Cbor.Int(3),
                new Cbor.ByteString(claims))));
    }

    /**
     * Reads what {@link #encode()} makes, and nothing else.
     *
     * @throws MalformedEvidenceException showing what was found and wanted
     */
    public static Evidence decode(Bytes encoded) throws MalformedEvidenceException {
        if (encoded.size() > MAX_BYTES) {
            throw new MalformedEvidenceException(
                    "evidence: found " + encoded.size() + " bytes, wanted at most " + MAX_BYTES);
        }
        var fields = CborFields.of("evidence", CborReader.read(encoded, CborForm.DETERMINISTIC));
        fields.version(0, VERSION);
        var type = fields.text(1, "type");
        var platform = fields.bytes(2, "platform");
        var claims = fields.bytes(3, "claims");
        fields.end();
        try {
            return new Evidence(type, platform, claims);
        } catch (IllegalArgumentException e) {
            throw new MalformedEvidenceException(e);
        }
    }
}
