package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.DerReader;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.OptionalInt;

/**
 * What AMD says in the certificate of a VCEK or VLEK of the key (AMD 57230, certificate extensions below 1.3.6.1.4.1.3704.1). To be asked only after its chain was checked.
 *
 * @param key which kind of key it is of
 */
record SigningCertificate(X509Certificate certificate, SigningKey key) {
    private static final String EXTENSIONS = "1.3.6.1.4.1.3704.1.";
    private static final String STRUCT_VERSION = EXTENSIONS + "1";
    private static final String PRODUCT_NAME = EXTENSIONS + "2";
    private static final String BOOT_LOADER = EXTENSIONS + "3.1";
    private static final String TEE = EXTENSIONS + "3.2";
    private static final String SNP = EXTENSIONS + "3.3";
    private static final String SPL_4 = EXTENSIONS + "3.4";
    private static final String SPL_5 = EXTENSIONS + "3.5";
    private static final String SPL_6 = EXTENSIONS + "3.6";
    private static final String SPL_7 = EXTENSIONS + "3.7";
    private static final String MICROCODE = EXTENSIONS + "3.8";
    private static final String FMC = EXTENSIONS + "3.9";
    private static final String HARDWARE_ID = EXTENSIONS + "4";
    private static final String PROVIDER = EXTENSIONS + "5";

    private static final int MAX_SVN = 255;
    private static final int MAX_NAME_CHARACTERS = 128;

    /** Length of a chip's identifier in bytes: Milan and Genoa. */
    private static final int CHIP_ID_BYTES = 64;

    /** Length of a chip's identifier in bytes: Turin. */
    private static final int TURIN_CHIP_ID_BYTES = 8;

    /** Makes sure that this is for a product. */
    void checkProduct(SnpProduct wanted) throws VerificationException {
        var version = number(STRUCT_VERSION, MAX_SVN);
        var wantedVersion = wanted == SnpProduct.TURIN ? 1 : 0;
        if (version != wantedVersion) {
            throw new VerificationException(
                    "structure version of the " + key, version + "", wantedVersion + ", as it is " + wanted);
        }
        var name = text(PRODUCT_NAME);
        var product = Products.named(name);
        if (product.isEmpty() || product.get() != wanted) {
            throw new VerificationException("product of the " + key, name, wanted.label());
        }
    }

    /** Makes sure that this is for exactly this TCB version. */
    void checkTcb(Tcb reported, SnpProduct product) throws VerificationException {
        var turin = product == SnpProduct.TURIN;
        var certified = new Tcb(
                turin ? OptionalInt.of(number(FMC, MAX_SVN)) : OptionalInt.empty(),
                number(BOOT_LOADER, MAX_SVN),
                number(TEE, MAX_SVN),
                number(SNP, MAX_SVN),
                number(MICROCODE, MAX_SVN));
        if (!certified.equals(reported)) {
            throw new VerificationException(
                    "reported TCB", reported.toString(), "that of the " + key + ": " + certified);
        }
        for (var reserved : new String[] {SPL_4, SPL_5, SPL_6, SPL_7}) {
            if (has(reserved) && number(reserved, MAX_SVN) != 0) {
                throw new VerificationException(what(reserved), number(reserved, MAX_SVN) + "", "0, as it is reserved");
            }
        }
        if (!turin && has(FMC)) {
            throw new VerificationException(what(FMC), "one", "none, as it is " + product);
        }
    }

    /**
     * Makes sure that this is of the chip that the report names.
     *
     * @param chipId 64 bytes
     */
    void checkChip(Bytes chipId, SnpProduct product) throws VerificationException {
        if (key == SigningKey.VLEK) {
            if (has(HARDWARE_ID)) {
                throw new VerificationException(what(HARDWARE_ID), "one", "none, as it is a VLEK");
            }
            return;
        }
        if (has(PROVIDER)) {
            throw new VerificationException(what(PROVIDER), "one", "none, as it is a VCEK");
        }
        var length = product == SnpProduct.TURIN ? TURIN_CHIP_ID_BYTES : CHIP_ID_BYTES;
        var certified = hardwareId(length);
        if (!certified.equals(chipId.slice(0, length)) || !SnpReport.isZero(chipId.slice(length, CHIP_ID_BYTES))) {
            throw new VerificationException("chip id of the report", chipId.hex(), "that of the VCEK: " + certified);
        }
    }

    /** The cloud provider that a VLEK was given to; 1 to 128 printable characters. */
    String provider() throws VerificationException {
        return text(PROVIDER);
    }

    /** AMD leaves out the OCTET STRING that should be around it; its length tells both forms apart. */
    private Bytes hardwareId(int length) throws VerificationException {
        var content = extension(HARDWARE_ID);
        if (content.length == length) {
            return Bytes.of(content);
        }
        var reader = DerReader.of(what(HARDWARE_ID), Bytes.of(content));
        var id = Bytes.of(reader.content(DerReader.OCTET_STRING));
        reader.end();
        if (id.size() != length) {
            throw new VerificationException(what(HARDWARE_ID), id.size() + " bytes", length + "");
        }
        return id;
    }

    private int number(String oid, int max) throws VerificationException {
        var reader = DerReader.of(what(oid), Bytes.of(extension(oid)));
        var number = reader.unsigned(max);
        reader.end();
        return number;
    }

    private String text(String oid) throws VerificationException {
        var reader = DerReader.of(what(oid), Bytes.of(extension(oid)));
        var tag = reader.nextTag() == DerReader.UTF8_STRING ? DerReader.UTF8_STRING : DerReader.IA5_STRING;
        var text = new String(reader.content(tag), StandardCharsets.US_ASCII);
        reader.end();
        if (text.isEmpty() || text.length() > MAX_NAME_CHARACTERS || !text.matches("[ -~]+")) {
            throw new VerificationException(
                    what(oid), text.length() + " characters", "1 to " + MAX_NAME_CHARACTERS + " printable ones");
        }
        return text;
    }

    private boolean has(String oid) {
        return certificate.getExtensionValue(oid) != null;
    }

    /** What is in the OCTET STRING that X.509 puts around every extension. */
    private byte[] extension(String oid) throws VerificationException {
        var value = certificate.getExtensionValue(oid);
        if (value == null) {
            throw new VerificationException(what(oid), "none", "one");
        }
        return DerReader.of(what(oid), Bytes.of(value)).content(DerReader.OCTET_STRING);
    }

    private String what(String oid) {
        return "extension " + oid + " of the " + key;
    }
}
