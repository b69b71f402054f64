package dev.adyton.testkit;

/** The one thing that is wrong with a certificate that {@link TestCertificateAuthority} makes, or with one above it. */
public enum CertificateFault {
    /** It ended a minute ago. */
    EXPIRED,
    /** It begins in an hour. */
    NOT_YET_VALID,
    /** It names another issuer than the one that signed it. */
    ISSUER,
    /** One bit of its signature is not as it was made. */
    SIGNATURE,
    /** It is for another key than the one that comes with it. */
    KEY,
    /** It is for the other purpose: a server's for clients, a client's for servers. */
    EXTENDED_KEY_USAGE,
    /** It is for another host. */
    SUBJECT_ALTERNATIVE_NAME,
    /** It has an extension that is critical and that nobody knows. */
    UNKNOWN_CRITICAL_EXTENSION,
    /** The one above it is no certificate authority's. */
    ISSUER_IS_NO_AUTHORITY,
    /** The one two above it allows no authority below itself. */
    PATH_LENGTH
}
