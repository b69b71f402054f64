package dev.adyton.attestation;

/** Which end of an attested channel an attester is; evidence of one end is worth nothing at the other. */
public enum Role {
    /** The application's end. */
    HOST("host"),
    /** The enclave's end. */
    ENCLAVE("enclave");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** As it stands in the binder, in ASCII. */
    String label() {
        return label;
    }

    /** Label of this end's exported keying material (RFC 8446 section 7.5). */
    public String exporterLabel() {
        return "EXPORTER-adyton-attest-v1-" + label;
    }
}
