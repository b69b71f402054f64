package dev.adyton.attestation.verify;

import java.util.ArrayList;

/**
 * What the firmware lets a guest's host do (POLICY, AMD 56860 revision 1.58, section 4.3).
 *
 * @param bits all 64, as signed
 */
public record SnpGuestPolicy(long bits) {
    private static final int ABI_MASK = 0xff;

    /** Least minor version of the firmware's ABI; 0 to 255. */
    public int abiMinor() {
        return (int) bits & ABI_MASK;
    }

    /** Least major version of the firmware's ABI; 0 to 255. */
    public int abiMajor() {
        return (int) (bits >>> 8) & ABI_MASK;
    }

    /** Whether the host may run it with simultaneous multithreading. */
    public boolean smt() {
        return bit(16);
    }

    /** Whether it may have a migration agent. */
    public boolean migrationAgent() {
        return bit(18);
    }

    /** Whether the host may read and write its memory. */
    public boolean debug() {
        return bit(19);
    }

    /** Whether it runs on one socket only. */
    public boolean singleSocket() {
        return bit(20);
    }

    /** Whether CXL devices and memory are allowed. */
    public boolean cxl() {
        return bit(21);
    }

    /** Whether its memory has to be encrypted by AES-256-XTS. */
    public boolean aes256Xts() {
        return bit(22);
    }

    /** Whether measuring power (RAPL) has to be off. */
    public boolean raplDisabled() {
        return bit(23);
    }

    /** Whether ciphertext in DRAM has to be hidden from the host. */
    public boolean ciphertextHiding() {
        return bit(24);
    }

    /** Whether moving and swapping of its pages is off. */
    public boolean pageSwapDisabled() {
        return bit(25);
    }

    private boolean bit(int number) {
        return ((bits >>> number) & 1) == 1;
    }

    /** The bits in hex and what they allow and require, e.g. {@code 0x30000 (ABI 0.0, SMT)}. */
    @Override
    public String toString() {
        var words = new ArrayList<String>();
        words.add("ABI " + abiMajor() + "." + abiMinor());
        add(words, smt(), "SMT");
        add(words, migrationAgent(), "migration agent");
        add(words, debug(), "DEBUG");
        add(words, singleSocket(), "single socket");
        add(words, cxl(), "CXL");
        add(words, aes256Xts(), "AES-256-XTS");
        add(words, raplDisabled(), "RAPL off");
        add(words, ciphertextHiding(), "ciphertext hiding");
        add(words, pageSwapDisabled(), "page swap off");
        return "0x%x (%s)".formatted(bits, String.join(", ", words));
    }

    private static void add(ArrayList<String> words, boolean set, String word) {
        if (set) {
            words.add(word);
        }
    }
}
