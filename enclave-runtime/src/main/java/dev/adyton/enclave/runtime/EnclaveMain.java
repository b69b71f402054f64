package dev.adyton.enclave.runtime;

/** The main class of an enclave process; only the launcher starts it. */
public final class EnclaveMain {
    private EnclaveMain() {}

    /** Boots as the launcher says on standard input and never returns. */
    public static void main(String[] arguments) {
        throw new UnsupportedOperationException();
    }
}
