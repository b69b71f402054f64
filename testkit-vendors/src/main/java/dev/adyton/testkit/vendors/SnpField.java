package dev.adyton.testkit.vendors;

/** The fields of an attestation report of SEV-SNP without gaps (AMD 56860 revision 1.58, table 23), each at its offset and of its size in bytes. Numbers are little-endian. */
public enum SnpField {
    VERSION(0x000, 4),
    GUEST_SVN(0x004, 4),
    POLICY(0x008, 8),
    FAMILY_ID(0x010, 16),
    IMAGE_ID(0x020, 16),
    VMPL(0x030, 4),
    SIGNATURE_ALGO(0x034, 4),
    CURRENT_TCB(0x038, 8),
    PLATFORM_INFO(0x040, 8),
    FLAGS(0x048, 4),
    RESERVED_04C(0x04c, 4),
    REPORT_DATA(0x050, 64),
    MEASUREMENT(0x090, 48),
    HOST_DATA(0x0c0, 32),
    ID_KEY_DIGEST(0x0e0, 48),
    AUTHOR_KEY_DIGEST(0x110, 48),
    REPORT_ID(0x140, 32),
    REPORT_ID_MA(0x160, 32),
    REPORTED_TCB(0x180, 8),
    CPUID_FAM_ID(0x188, 1),
    CPUID_MOD_ID(0x189, 1),
    CPUID_STEP(0x18a, 1),
    RESERVED_18B(0x18b, 21),
    CHIP_ID(0x1a0, 64),
    COMMITTED_TCB(0x1e0, 8),
    CURRENT_BUILD(0x1e8, 1),
    CURRENT_MINOR(0x1e9, 1),
    CURRENT_MAJOR(0x1ea, 1),
    RESERVED_1EB(0x1eb, 1),
    COMMITTED_BUILD(0x1ec, 1),
    COMMITTED_MINOR(0x1ed, 1),
    COMMITTED_MAJOR(0x1ee, 1),
    RESERVED_1EF(0x1ef, 1),
    LAUNCH_TCB(0x1f0, 8),
    LAUNCH_MIT_VECTOR(0x1f8, 8),
    CURRENT_MIT_VECTOR(0x200, 8),
    RESERVED_208(0x208, 152),
    /** What comes before is signed. R and S are little-endian too, with zeros at their end. */
    SIGNATURE_R(0x2a0, 72),
    SIGNATURE_S(0x2e8, 72),
    SIGNATURE_RESERVED(0x330, 368);

    static final int REPORT_BYTES = 0x4a0;
    static final int SIGNED_BYTES = 0x2a0;

    private final int offset;
    private final int size;

    SnpField(int offset, int size) {
        this.offset = offset;
        this.size = size;
    }

    /** Index of its first byte. */
    public int offset() {
        return offset;
    }

    /** How many bytes it has. */
    public int size() {
        return size;
    }
}
