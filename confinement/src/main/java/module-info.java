/**
 * Lets a process give up, for good, what it does not need: system calls, privileges, core dumps, files. Linux on x86-64 and aarch64. It has native access, so it is for
 * the enclave runtime and the launcher only: code of an image cannot use it.
 */
@SuppressWarnings("module") // They are compiled later.
module dev.adyton.confinement {
    requires static transitive org.jspecify;

    exports dev.adyton.confinement to
            dev.adyton.enclave.launcher,
            dev.adyton.enclave.runtime;
}
