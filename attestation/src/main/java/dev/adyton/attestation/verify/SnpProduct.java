package dev.adyton.attestation.verify;

/** A line of AMD processors with a root key and a layout of its TCB version of its own (AMD 57230). */
public enum SnpProduct {
    /** EPYC 7003. */
    MILAN("Milan"),
    /** EPYC 9004 and 8004, Bergamo and Siena included. */
    GENOA("Genoa"),
    /** EPYC 9005. */
    TURIN("Turin");

    private final String label;

    SnpProduct(String label) {
        this.label = label;
    }

    /** As AMD's certificates name it, e.g. {@code Milan}. */
    public String label() {
        return label;
    }

    /** As {@link #label()}. */
    @Override
    public String toString() {
        return label;
    }
}
