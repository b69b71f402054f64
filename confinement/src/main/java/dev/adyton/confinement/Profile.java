package dev.adyton.confinement;

import java.util.List;

/** What a confined process can still do. */
public enum Profile {
    /**
     * Compute, have threads, and use the descriptors that are open: read, write, accept. Everything else fails with EPERM or EACCES: it opens no
     * file, makes no socket and no process. Memory can still be made executable, since the JIT compiler does so.
     */
    ENCLAVE,

    /**
     * Files, processes and Unix sockets; no network, no look into other processes' memory, no administration of the machine. What it starts
     * inherits this.
     */
    LAUNCHER;

    static final int MOST_DESCRIPTORS = 256;

    /** @param pid of the process that is confined */
    Policy policy(int pid) {
        return switch (this) {
            case ENCLAVE -> EnclaveRules.policy(pid);
            case LAUNCHER -> LauncherRules.policy();
        };
    }

    List<ResourceLimit> limits() {
        var noCore = new ResourceLimit(ResourceLimit.CORE, 0);
        return switch (this) {
            case ENCLAVE ->
                List.of(
                        noCore,
                        new ResourceLimit(ResourceLimit.FILE_SIZE, 0),
                        new ResourceLimit(ResourceLimit.DESCRIPTORS, MOST_DESCRIPTORS),
                        new ResourceLimit(ResourceLimit.LOCKED_MEMORY, 0));
            case LAUNCHER -> List.of(noCore);
        };
    }
}
