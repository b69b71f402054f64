package dev.adyton.attestation.intel;

/** Which of Intel's two technologies a quote is of. */
enum Tee {
    SGX(0x00, "SGX", "QE"),
    TDX(0x81, "TDX", "TD_QE");

    /** TEE type of the quote header. */
    private final long number;

    /** {@code id} of TCB information. */
    private final String tcbInfoId;

    /** {@code id} of the quoting enclave's identity. */
    private final String identityId;

    Tee(long number, String tcbInfoId, String identityId) {
        this.number = number;
        this.tcbInfoId = tcbInfoId;
        this.identityId = identityId;
    }

    long number() {
        return number;
    }

    String tcbInfoId() {
        return tcbInfoId;
    }

    String identityId() {
        return identityId;
    }
}
