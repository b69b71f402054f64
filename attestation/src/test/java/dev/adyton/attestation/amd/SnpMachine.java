package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.attestation.x509.CertificateMaker;
import dev.adyton.attestation.x509.CrlMaker;
import dev.adyton.attestation.x509.TestKeys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A machine with SEV-SNP and an AMD of its own. Everything it makes is right, but for what a test changes: certificates before they are signed, the report before it is signed, or any of them
 * after. For one thread.
 */
public final class SnpMachine {
    /** An instant at which everything it makes is valid. */
    public static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    static final String EXTENSIONS = "1.3.6.1.4.1.3704.1.";

    static final KeyPair ROOT = TestKeys.rsa("ARK", 4096);
    static final KeyPair AUTHORITY = TestKeys.rsa("ASK and ASVK", 4096);
    static final KeyPair SIGNER = TestKeys.ec("VCEK and VLEK", "secp384r1");

    private static final String AMD = ", O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering";
    private static final int HALF_SIGNATURE_BYTES = 48;

    /** Boot loader, TEE, SNP, microcode, and Turin's FMC. */
    private static final int[] TCB = {4, 1, 24, 219, 2};

    private final SnpProduct product;
    private final SigningKey key;

    /** The report as it will be signed. */
    public final byte[] report = new byte[ReportField.REPORT_BYTES];

    public CertificateMaker root;
    public CertificateMaker authority;
    public CertificateMaker signer;
    public PrivateKey reportKey = SIGNER.getPrivate();
    public Optional<CrlMaker> revocationList = Optional.empty();

    /** What is done to the report once it is signed. */
    public UnaryOperator<byte[]> afterSigning = UnaryOperator.identity();

    public SnpMachine(SnpProduct product, int version, SigningKey key) {
        this.product = product;
        this.key = key;
        fillReport(version);
        var rootName = name("ARK-" + product);
        var authorityName = name((key == SigningKey.VCEK ? "SEV-" : "SEV-VLEK-") + product);
        root = CertificateMaker.of(rootName, ROOT, rootName, ROOT, CertificateMaker.PSS_SHA384)
                .authority(-1);
        authority = CertificateMaker.of(authorityName, AUTHORITY, rootName, ROOT, CertificateMaker.PSS_SHA384)
                .serial(7)
                .authority(0);
        signer = CertificateMaker.of(name("SEV-" + key), SIGNER, authorityName, AUTHORITY, CertificateMaker.PSS_SHA384)
                .serial(0);
        for (var entry : signerExtensions().entrySet()) {
            signer = signer.extension(EXTENSIONS + entry.getKey(), false, entry.getValue());
        }
    }

    /** Milan, version 3, VCEK. */
    public static SnpMachine milan() {
        return new SnpMachine(SnpProduct.MILAN, 3, SigningKey.VCEK);
    }

    /** Turin, version 5, VCEK. */
    public static SnpMachine turin() {
        return new SnpMachine(SnpProduct.TURIN, 5, SigningKey.VCEK);
    }

    static String name(String commonName) {
        return "CN=" + commonName + AMD;
    }

    private void fillReport(int version) {
        set(ReportField.VERSION, version);
        set(ReportField.GUEST_SVN, 9);
        set(ReportField.POLICY, 0x3001f);
        fill(ReportField.FAMILY_ID, 1);
        fill(ReportField.IMAGE_ID, 2);
        set(ReportField.SIGNATURE_ALGO, 1);
        set(ReportField.PLATFORM_INFO, 0x25);
        set(ReportField.FLAGS, key == SigningKey.VCEK ? 0 : 1 << 2);
        fill(ReportField.REPORT_DATA, 3);
        fill(ReportField.MEASUREMENT, 4);
        fill(ReportField.HOST_DATA, 5);
        fill(ReportField.REPORT_ID, 6);
        fill(ReportField.REPORT_ID_MA, 0xff);
        for (var field : tcbFields()) {
            put(field, tcb());
        }
        if (version >= 3) {
            set(ReportField.CPUID_FAM_ID, product == SnpProduct.TURIN ? 0x1a : 0x19);
            set(
                    ReportField.CPUID_MOD_ID,
                    product == SnpProduct.MILAN ? 0x01 : product == SnpProduct.GENOA ? 0x11 : 0x02);
            set(ReportField.CPUID_STEP, 1);
        }
        if (key == SigningKey.VCEK) {
            put(ReportField.CHIP_ID, Arrays.copyOf(chipId(), 64));
        }
        set(ReportField.CURRENT_BUILD, 40);
        set(ReportField.CURRENT_MINOR, 55);
        set(ReportField.CURRENT_MAJOR, 1);
        set(ReportField.COMMITTED_BUILD, 39);
        set(ReportField.COMMITTED_MINOR, 55);
        set(ReportField.COMMITTED_MAJOR, 1);
        if (version >= 5) {
            set(ReportField.LAUNCH_MIT_VECTOR, 0x3f);
            set(ReportField.CURRENT_MIT_VECTOR, 0x7f);
        }
    }

    static List<ReportField> tcbFields() {
        return List.of(
                ReportField.CURRENT_TCB, ReportField.REPORTED_TCB, ReportField.COMMITTED_TCB, ReportField.LAUNCH_TCB);
    }

    /** The TCB version in the product's layout. */
    byte[] tcb() {
        return product == SnpProduct.TURIN
                ? new byte[] {(byte) TCB[4], (byte) TCB[0], (byte) TCB[1], (byte) TCB[2], 0, 0, 0, (byte) TCB[3]}
                : new byte[] {(byte) TCB[0], (byte) TCB[1], 0, 0, 0, 0, (byte) TCB[2], (byte) TCB[3]};
    }

    private byte[] chipId() {
        var id = new byte[product == SnpProduct.TURIN ? 8 : 64];
        Arrays.fill(id, (byte) 0xc1);
        return id;
    }

    private Map<String, byte[]> signerExtensions() {
        var turin = product == SnpProduct.TURIN;
        var extensions = new LinkedHashMap<String, byte[]>();
        extensions.put("1", integer(turin ? 1 : 0));
        extensions.put("2", string(0x16, product + "-B1"));
        extensions.put("3.1", integer(TCB[0]));
        extensions.put("3.2", integer(TCB[1]));
        extensions.put("3.3", integer(TCB[2]));
        if (!turin) {
            extensions.put("3.4", integer(0));
        }
        extensions.put("3.5", integer(0));
        extensions.put("3.6", integer(0));
        extensions.put("3.7", integer(0));
        extensions.put("3.8", integer(TCB[3]));
        if (turin) {
            extensions.put("3.9", integer(TCB[4]));
        }
        if (key == SigningKey.VCEK) {
            extensions.put("4", chipId());
        } else {
            extensions.put("5", string(0x16, "CN=cc-eu-west-1.amazonaws.com"));
        }
        return extensions;
    }

    /** A DER INTEGER from 0 to 255. */
    static byte[] integer(int value) {
        return value < 0x80 ? new byte[] {2, 1, (byte) value} : new byte[] {2, 2, 0, (byte) value};
    }

    static byte[] string(int tag, String text) {
        var content = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + content.length)
                .put((byte) tag)
                .put((byte) content.length)
                .put(content)
                .array();
    }

    /** Sets a field to a number before the report is signed. */
    SnpMachine set(ReportField field, long value) {
        var octets = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return put(field, Arrays.copyOf(octets, field.size()));
    }

    /** Sets all bytes of a field before the report is signed. */
    SnpMachine fill(ReportField field, int octet) {
        var content = new byte[field.size()];
        Arrays.fill(content, (byte) octet);
        return put(field, content);
    }

    SnpMachine put(ReportField field, byte[] content) {
        if (content.length != field.size()) {
            throw new IllegalArgumentException(field + " has " + field.size() + " bytes");
        }
        System.arraycopy(content, 0, report, field.offset(), content.length);
        return this;
    }

    /** Gives the signer's certificate another extension, or another content of one. */
    SnpMachine extension(String suffix, byte[] content) {
        signer = signer.extension(EXTENSIONS + suffix, false, content);
        return this;
    }

    /** Asks for another report. */
    public SnpMachine reportData(Bytes data) {
        return put(ReportField.REPORT_DATA, data.toByteArray());
    }

    /** The report, signed. */
    public Bytes sign() {
        try {
            var signature = Signature.getInstance("SHA384withECDSAinP1363Format");
            signature.initSign(reportKey);
            signature.update(report, 0, ReportField.SIGNED_BYTES);
            var bigEndian = signature.sign();
            var signed = report.clone();
            for (var i = 0; i < HALF_SIGNATURE_BYTES; i++) {
                signed[ReportField.SIGNATURE_R.offset() + i] = bigEndian[HALF_SIGNATURE_BYTES - 1 - i];
                signed[ReportField.SIGNATURE_S.offset() + i] = bigEndian[2 * HALF_SIGNATURE_BYTES - 1 - i];
            }
            return Bytes.of(afterSigning.apply(signed));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public SnpAnchors anchors() {
        return SnpAnchors.of(List.of(root.make()));
    }

    public SnpEndorsements endorsements() {
        var endorsements = SnpEndorsements.of(signer.make()).withAuthority(authority.make());
        return revocationList.isPresent()
                ? endorsements.withRevocationList(revocationList.get().make())
                : endorsements;
    }

    /** A revocation list of the root. */
    CrlMaker emptyList() {
        return CrlMaker.of(root.subject().getName(), ROOT.getPrivate(), CertificateMaker.PSS_SHA384);
    }

    public SnpClaims verify() throws VerificationException {
        return SnpVerifier.verify(sign(), endorsements(), anchors(), NOW);
    }

    /** The report and a table of certificates, as a hypervisor hands them over. */
    public Bytes evidence() {
        var entries = new LinkedHashMap<CertificateTable.Kind, Bytes>();
        entries.put(key == SigningKey.VCEK ? CertificateTable.Kind.VCEK : CertificateTable.Kind.VLEK, signer.make());
        entries.put(CertificateTable.Kind.ASK, authority.make());
        entries.put(CertificateTable.Kind.ARK, root.make());
        revocationList.ifPresent(list -> entries.put(CertificateTable.Kind.CRL, list.make()));
        var all = new ByteArrayOutputStream();
        all.writeBytes(sign().toByteArray());
        all.writeBytes(table(entries));
        return Bytes.of(all.toByteArray());
    }

    static byte[] table(Map<CertificateTable.Kind, Bytes> entries) {
        var contentBytes = entries.values().stream().mapToInt(Bytes::size).sum();
        var offset = 24 * (entries.size() + 1);
        var table = ByteBuffer.allocate(offset + contentBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (var entry : entries.entrySet()) {
            var guid = entry.getKey().guid();
            table.order(ByteOrder.BIG_ENDIAN)
                    .putLong(guid.getMostSignificantBits())
                    .putLong(guid.getLeastSignificantBits());
            table.order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(offset)
                    .putInt(entry.getValue().size());
            table.put(offset, entry.getValue().toByteArray());
            offset += entry.getValue().size();
        }
        return table.array();
    }
}
