package dev.adyton.attestation;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.verify.VerificationException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Refusals of what is wrong at one place, for every place; on all processors, as most of it is signatures. */
public final class EveryIndex {
    /** Tag of tests that go through all octets of something: too slow to run for each mutant. */
    public static final String TAG = "every-octet";

    private EveryIndex() {}

    /** One verification. */
    public interface Verification {
        void run() throws VerificationException;
    }

    /** Makes sure that each is refused with a message that begins like this. */
    public static void refused(int count, String message, IntFunction<Verification> verification) {
        IntStream.range(0, count)
                .parallel()
                .forEach(index -> assertThatExceptionOfType(VerificationException.class)
                        .as("%d of %d", index, count)
                        .isThrownBy(verification.apply(index)::run)
                        .withMessageStartingWith(message));
    }

    /** Makes sure that each is refused. */
    public static void refused(int count, IntFunction<Verification> verification) {
        refused(count, "", verification);
    }

    /** With one bit of an octet changed, another bit for each of eight. */
    public static Bytes flipped(Bytes bytes, int index) {
        var changed = bytes.toByteArray();
        changed[index] ^= (byte) (1 << index % Byte.SIZE);
        return Bytes.of(changed);
    }
}
