package dev.adyton.testkit.vendors;

import javax.security.auth.x500.X500Principal;

/** Names of Intel's certificates (Intel SGX PCK Certificate and CRL Profile Specification 1.5). */
public final class IntelNames {
    private static final String COMPANY = "C=US,ST=CA,L=Santa Clara,O=Intel Corporation,CN=";

    /** The root. */
    public static final X500Principal ROOT = new X500Principal(COMPANY + "Intel SGX Root CA");

    /** The authority of servers' PCK certificates. */
    public static final X500Principal PLATFORM_CA = new X500Principal(COMPANY + "Intel SGX PCK Platform CA");

    /** The authority of other machines' PCK certificates. */
    public static final X500Principal PROCESSOR_CA = new X500Principal(COMPANY + "Intel SGX PCK Processor CA");

    /** A PCK certificate. */
    public static final X500Principal PCK = new X500Principal(COMPANY + "Intel SGX PCK Certificate");

    /** Who signs TCB information and identities. */
    public static final X500Principal TCB_SIGNING = new X500Principal(COMPANY + "Intel SGX TCB Signing");

    private IntelNames() {}
}
