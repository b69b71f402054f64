package dev.adyton.enclave.launcher;

import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpVerifier;
import java.util.List;

/**
 * Which platform is to vouch for a launcher's enclaves.
 *
 * @param name {@code simulated}; {@code auto} for the trusted hardware that the machine has, and simulated where it has none; or the type of evidence of one kind of hardware:
 *     {@code sgx-dcap}, {@code tdx-dcap}, {@code sev-snp} or {@code aws-nitro}
 */
public record PlatformChoice(String name) {
    /** A simulated platform, which protects nothing and says so. */
    public static final PlatformChoice SIMULATED = new PlatformChoice("simulated");

    /** Trusted hardware where there is any. Which it became is told by the evidence alone, so policies should name what they want. */
    public static final PlatformChoice AUTO = new PlatformChoice("auto");

    /** @throws IllegalArgumentException when it is none of these */
    public PlatformChoice {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("platform: found " + name + ", wanted one of " + names());
        }
    }

    /** All that there are. */
    public static List<String> names() {
        return List.of("simulated", "auto", IntelVerifier.SGX, IntelVerifier.TDX, SnpVerifier.TYPE, NitroVerifier.TYPE);
    }

    /** {@link #name()}. */
    @Override
    public String toString() {
        return name;
    }
}
