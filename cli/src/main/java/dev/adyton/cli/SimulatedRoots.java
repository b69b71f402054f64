package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.simulated.SimulatedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which simulated platforms are trusted: this machine's own, and those that are named. */
final class SimulatedRoots {
    private static final int FINGERPRINT_DIGITS = 64;

    @Option(
            names = "--simulated-root",
            paramLabel = "FINGERPRINT",
            converter = FingerprintConverter.class,
            description =
                    "Trust this simulated platform too, as `adyton provision-server` prints it: 64 hex digits. May be repeated."
                            + " This machine's own is trusted.")
    private List<Bytes> named = new ArrayList<>();

    /** Fingerprints of all of them. This machine's root is not made for that. */
    Set<Bytes> fingerprints() throws IOException {
        var all = new HashSet<>(named);
        var machine = SimulatedRoot.machineDirectory();
        if (Files.exists(machine)) {
            all.add(SimulatedRoot.in(machine).fingerprint());
        }
        return all;
    }

    /** Of hex digits. */
    static final class FingerprintConverter implements ITypeConverter<Bytes> {
        @Override
        public Bytes convert(String hex) {
            if (!hex.matches("[0-9a-fA-F]{" + FINGERPRINT_DIGITS + "}")) {
                throw new TypeConversionException(
                        "found \"" + hex + "\", wanted " + FINGERPRINT_DIGITS + " hex digits");
            }
            return Bytes.hex(hex);
        }
    }
}
