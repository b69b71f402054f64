package dev.adyton.testkit.vendors;

import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What a revocation list of Intel's is to say; each field can be made wrong before it is {@linkplain #der signed}. */
public final class IntelCrl {
    public X500Principal issuer;
    public KeyPair signer;
    public Instant thisUpdate = IntelMachine.NOW.minusSeconds(900);

    /** Null for a list that says nothing of its end. */
    public @Nullable Instant nextUpdate = IntelMachine.NOW.plusSeconds(900);

    public final List<BigInteger> revoked = new ArrayList<>(List.of(BigInteger.valueOf(77)));
    public String algorithm = "SHA256withECDSA";

    /** There is no list. */
    public boolean absent;

    /** Only the difference to another list. */
    public boolean delta;

    /** Octet from the end that is changed after it was signed; -1 for none. */
    public int broken = -1;

    IntelCrl(X500Principal issuer, KeyPair signer) {
        this.issuer = issuer;
        this.signer = signer;
    }

    /** The list, signed anew each time. */
    public Optional<byte[]> der() {
        if (absent) {
            return Optional.empty();
        }
        var signed = new CrlMaker(
                        issuer,
                        thisUpdate,
                        Optional.ofNullable(nextUpdate),
                        List.copyOf(revoked),
                        delta,
                        signer.getPrivate(),
                        algorithm)
                .make();
        if (broken >= 0) {
            signed[signed.length - 1 - broken] ^= 1;
        }
        return Optional.of(signed);
    }
}
