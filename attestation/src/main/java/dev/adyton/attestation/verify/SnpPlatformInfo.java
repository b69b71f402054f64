package dev.adyton.attestation.verify;

import java.util.ArrayList;

/**
 * How the machine is set up (PLATFORM_INFO, AMD 56860 revision 1.58, beside table 23). Bits that this revision reserves are told and not refused: firmware in the field sets some.
 *
 * @param bits all 64, as signed
 */
public record SnpPlatformInfo(long bits) {
    private static final long KNOWN = 0b1011_1111;

    /** Whether simultaneous multithreading is on. */
    public boolean smt() {
        return bit(0);
    }

    /** Whether all memory is encrypted (TSME). */
    public boolean tsme() {
        return bit(1);
    }

    /** Whether memory has error correction. */
    public boolean ecc() {
        return bit(2);
    }

    /** Whether measuring power (RAPL) is off. */
    public boolean raplDisabled() {
        return bit(3);
    }

    /** Whether ciphertext in DRAM is hidden from the host. */
    public boolean ciphertextHiding() {
        return bit(4);
    }

    /** Whether the memory was found free of aliased addresses since the last reset (the answer to BadRAM). */
    public boolean aliasCheckComplete() {
        return bit(5);
    }

    /** Whether SEV-TIO, trusted devices, is on. */
    public boolean tio() {
        return bit(7);
    }

    /** Bits that are set and have no meaning in this revision. */
    public long unknown() {
        return bits & ~KNOWN;
    }

    private boolean bit(int number) {
        return ((bits >>> number) & 1) == 1;
    }

    /** The bits in hex and in words, e.g. {@code 0x25 (SMT, ECC, alias check complete)}. */
    @Override
    public String toString() {
        var words = new ArrayList<String>();
        add(words, smt(), "SMT");
        add(words, tsme(), "TSME");
        add(words, ecc(), "ECC");
        add(words, raplDisabled(), "RAPL off");
        add(words, ciphertextHiding(), "ciphertext hiding");
        add(words, aliasCheckComplete(), "alias check complete");
        add(words, tio(), "TIO");
        add(words, unknown() != 0, "unknown 0x" + Long.toHexString(unknown()));
        return "0x%x (%s)".formatted(bits, String.join(", ", words));
    }

    private static void add(ArrayList<String> words, boolean set, String word) {
        if (set) {
            words.add(word);
        }
    }
}
