package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.PlatformClaims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What authentic evidence of a simulated platform says: that whoever can read a key says so. There is no hardware behind it.
 *
 * @param root fingerprint of the root that signed it, see {@link SimulatedRoot#fingerprint()}; 32 bytes
 * @param issued when the root signed it, by its machine's clock
 */
public record SimulatedClaims(Bytes root, Instant issued) implements PlatformClaims {
    @Override
    public String platform() {
        return SimulatedRoot.TYPE;
    }

    @Override
    public boolean simulated() {
        return true;
    }

    /** False: there is no mode that lets a debugger in. That nothing keeps one out either is what {@link #simulated()} says. */
    @Override
    public boolean debug() {
        return false;
    }

    @Override
    public Optional<Instant> issuedAt() {
        return Optional.of(issued);
    }

    @Override
    public List<Field> fields() {
        return List.of(new Field("root fingerprint", root.hex()), new Field("issued at", issued.toString()));
    }
}
