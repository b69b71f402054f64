package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an authentic attestation document of AWS Nitro Enclaves says. Immutable.
 *
 * @param moduleId of the enclave, which AWS chooses: the instance's and its own; 1 to 128 printable characters
 * @param timestamp when the document was made, to the millisecond
 * @param pcrs platform configuration registers by their index, 0 to 31, of 48 bytes each (SHA-384): 0 the image, 1 kernel and boot ramdisk, 2 application, 3 role of the instance, 4 id of the
 *     instance, 8 signer of the image; always with 0, 1 and 2. One that nobody extended is zero
 * @param publicKey that the enclave gave; up to 1024 bytes
 * @param userData that the enclave gave; up to 1024 bytes
 * @param nonce that the enclave gave; up to 1024 bytes
 */
public record NitroClaims(
        String moduleId,
        Instant timestamp,
        SortedMap<Integer, Bytes> pcrs,
        Optional<Bytes> publicKey,
        Optional<Bytes> userData,
        Optional<Bytes> nonce)
        implements PlatformClaims {

    public NitroClaims {
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
    }

    /** {@code aws-nitro}. */
    @Override
    public String platform() {
        return NitroVerifier.TYPE;
    }

    /** False: AWS' hardware stands behind it. */
    @Override
    public boolean simulated() {
        return false;
    }

    /** Whether the enclave was started in debug mode, in which AWS measures nothing: PCR0 is zero. */
    @Override
    public boolean debug() {
        var image = pcrs.get(0);
        return image == null || image.equals(Bytes.of(new byte[image.size()]));
    }

    /** The timestamp. */
    @Override
    public Optional<Instant> issuedAt() {
        return Optional.of(timestamp);
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<Field>();
        fields.add(new Field("module id", moduleId));
        fields.add(new Field("timestamp", timestamp.toString()));
        pcrs.forEach((index, value) -> fields.add(new Field("PCR" + index, value.hex())));
        publicKey.ifPresent(key -> fields.add(new Field("public key", key.hex())));
        userData.ifPresent(data -> fields.add(new Field("user data", data.hex())));
        nonce.ifPresent(value -> fields.add(new Field("nonce", value.hex())));
        return List.copyOf(fields);
    }
}
