package dev.adyton.cli;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.channel.HostAppraisal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What an enclave has to prove before it is given anything: options that several commands share. */
final class TrustOptions {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What the enclave has to prove, as `adyton policy from-image` writes it."
                    + " Default: that it is exactly the image that was loaded.")
    private @Nullable Path policy;

    @Option(
            names = "--simulated-root",
            paramLabel = "FINGERPRINT",
            converter = Fingerprint.class,
            description =
                    "Also trust the simulated platform with this root (64 hex digits), which its provision server prints at start."
                            + " May be repeated. Always trusted: the one of this machine.")
    private List<Bytes> roots = List.of();

    /** The configuration with what was said here. */
    EnclaveLoadConfig apply(EnclaveLoadConfig config) throws IOException {
        var trusted = new HashSet<>(HostAppraisal.rootsOfThisMachine());
        trusted.addAll(roots);
        if (policy != null) {
            return config.withAppraiser(HostAppraisal.of(AppraisalPolicy.read(policy), trusted));
        }
        return roots.isEmpty() ? config : config.withAppraiser(HostAppraisal.ofImage(config.image(), trusted));
    }

    /** For picocli. */
    static final class Fingerprint implements ITypeConverter<Bytes> {
        private static final int DIGITS = 64;

        @Override
        public Bytes convert(String text) {
            try {
                if (text.length() == DIGITS) {
                    return Bytes.hex(text);
                }
            } catch (IllegalArgumentException e) {
                // Falls through to the message that also tells of a wrong length.
            }
            throw new TypeConversionException("found \"" + text + "\", wanted " + DIGITS + " hex digits");
        }
    }
}
