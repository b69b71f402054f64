/** Lets a process give up, for good, what it does not need: system calls, privileges, core dumps. Linux on x86-64 and aarch64. */
module dev.adyton.confinement {
    requires static transitive org.jspecify;

    exports dev.adyton.confinement;
}
