package dev.adyton.confinement;

/** Error numbers of {@code asm-generic/errno-base.h} and {@code errno.h}, the same on all architectures known here. */
final class Errno {
    static final int EPERM = 1;
    static final int EACCES = 13;
    static final int EINVAL = 22;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;

    private Errno() {}
}
