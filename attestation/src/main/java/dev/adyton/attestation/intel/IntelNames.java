package dev.adyton.attestation.intel;

import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.VerificationException;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * Names that Intel gives its certificates (Intel SGX PCK Certificate and CRL Profile Specification 1.5). The root issues authorities for PCK certificates as well as
 * signers of TCB information: only their names tell which a certificate is for.
 */
final class IntelNames {
    /** Before the common name, as RFC 2253 writes the last element of a name first. */
    private static final String COMPANY = "C=US,ST=CA,L=Santa Clara,O=Intel Corporation,";

    static final X500Principal ROOT = new X500Principal(COMPANY + "CN=Intel SGX Root CA");
    static final X500Principal PLATFORM_CA = new X500Principal(COMPANY + "CN=Intel SGX PCK Platform CA");
    static final X500Principal PROCESSOR_CA = new X500Principal(COMPANY + "CN=Intel SGX PCK Processor CA");
    static final X500Principal PCK = new X500Principal(COMPANY + "CN=Intel SGX PCK Certificate");
    static final X500Principal TCB_SIGNING = new X500Principal(COMPANY + "CN=Intel SGX TCB Signing");

    private IntelNames() {}

    static void require(String what, X509Certificate certificate, X500Principal wanted) throws VerificationException {
        if (!certificate.getSubjectX500Principal().equals(wanted)) {
            throw new VerificationException("name of the " + what, found(certificate), wanted.getName());
        }
    }

    static PckAuthority authority(X509Certificate certificate) throws VerificationException {
        var name = certificate.getSubjectX500Principal();
        if (name.equals(PLATFORM_CA)) {
            return PckAuthority.PLATFORM;
        }
        if (name.equals(PROCESSOR_CA)) {
            return PckAuthority.PROCESSOR;
        }
        throw new VerificationException(
                "name of the PCK certificate's authority",
                found(certificate),
                PLATFORM_CA.getName() + " or " + PROCESSOR_CA.getName());
    }

    private static String found(X509Certificate certificate) {
        var name = certificate.getSubjectX500Principal().getName().replaceAll("[^ -~]", "?");
        return name.substring(0, Math.min(name.length(), 100));
    }
}
