package dev.adyton.attestation.x509;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;

/** Tells on which curve a key is. */
public final class Curves {
    private static final ECParameterSpec P256 = named("secp256r1");
    private static final ECParameterSpec P384 = named("secp384r1");

    private Curves() {}

    /** Whether this is a key on P-256 (FIPS 186-4, secp256r1). */
    public static boolean isP256(PublicKey key) {
        return key instanceof ECPublicKey ec && same(ec.getParams(), P256);
    }

    /** Whether this is a key on P-384 (FIPS 186-4, secp384r1). */
    public static boolean isP384(PublicKey key) {
        return key instanceof ECPublicKey ec && same(ec.getParams(), P384);
    }

    private static boolean same(ECParameterSpec found, ECParameterSpec wanted) {
        return found.getCurve().equals(wanted.getCurve())
                && found.getGenerator().equals(wanted.getGenerator())
                && found.getOrder().equals(wanted.getOrder())
                && found.getCofactor() == wanted.getCofactor();
    }

    private static ECParameterSpec named(String name) {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + name, e);
        }
    }
}
