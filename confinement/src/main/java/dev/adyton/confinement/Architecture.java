package dev.adyton.confinement;

import java.util.Locale;
import java.util.Optional;

/** A processor architecture whose system call numbers are known. */
enum Architecture {
    X86_64(0xC000003E, "amd64", 1),
    AARCH64(0xC00000B7, "aarch64", 2);

    /** {@code AUDIT_ARCH_*} of {@code linux/audit.h}, which a filter sees in {@code seccomp_data.arch}. */
    final int audit;

    /** Of its numbers in the table of system calls. */
    final int column;

    /** What Java calls it in {@code os.arch}. */
    private final String javaName;

    Architecture(int audit, String javaName, int column) {
        this.column = column;
        this.audit = audit;
        this.javaName = javaName;
    }

    /** That of this process; empty for any other, and on any other system than Linux. */
    static Optional<Architecture> current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Optional<Architecture> of(String system, String processor) {
        if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return Optional.empty();
        }
        for (var architecture : values()) {
            if (architecture.javaName.equals(processor)) {
                return Optional.of(architecture);
            }
        }
        return Optional.empty();
    }
}
