package dev.adyton.enclave.runtime.sample;

/** A library of which the host has this version. */
public final class Library {
    private Library() {}

    public static String version() {
        return "the host's";
    }
}
