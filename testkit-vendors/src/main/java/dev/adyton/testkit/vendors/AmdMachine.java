package dev.adyton.testkit.vendors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A machine with SEV-SNP and an AMD of its own. Everything it makes is right, but for what a test changes: certificates before they are signed, the report before it is signed, or any of them
 * after. For one thread.
 */
public class AmdMachine {
    /** An instant at which everything it makes is valid. */
    public static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");

    /** Object identifier of AMD's extensions, before what tells them apart. */
    public static final String EXTENSIONS = "1.3.6.1.4.1.3704.1.";

    public static final KeyPair ROOT = SyntheticKeys.rsa("ARK", 4096);
    public static final KeyPair AUTHORITY = SyntheticKeys.rsa("ASK and ASVK", 4096);
    public static final KeyPair SIGNER = SyntheticKeys.p384("VCEK and VLEK");

    private static final String AMD = ", O=Advanced Micro Devices, ST=CA, L=Santa Clara, C=US, OU=Engineering";
    private static final int HALF_SIGNATURE_BYTES = 48;

    /** Machines that there are. */
    public enum Product {
        MILAN("Milan", 0x19, 0x01),
        GENOA("Genoa", 0x19, 0x11),
        TURIN("Turin", 0x1a, 0x02);

        private final String label;
        private final int family;
        private final int model;

        Product(String label, int family, int model) {
            this.label = label;
            this.family = family;
            this.model = model;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    /** Whose key signs reports: the chip's, or the provider's. */
    public enum SigningKey {
        VCEK("63da758d-e664-4564-adc5-f4b93be8accd"),
        VLEK("a8074bc2-a25a-483e-aae6-39c045a0b8a1");

        private final UUID guid;

        SigningKey(String guid) {
            this.guid = UUID.fromString(guid);
        }
    }

    private static final UUID ASK = UUID.fromString("4ab7b379-bbac-4fe4-a02f-05aef327c782");
    private static final UUID ARK = UUID.fromString("c0b406a4-a803-4952-9743-3fb6014cd0ae");
    private static final UUID CRL = UUID.fromString("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

    /** Boot loader, TEE, SNP, microcode, and Turin's FMC. */
    private static final int[] TCB = {4, 1, 24, 219, 2};

    private final Product product;
    private final SigningKey key;

    /** The report as it will be signed. */
    public final byte[] report = new byte[SnpField.REPORT_BYTES];

    /** ARK. */
    public CertificateMaker root;

    /** ASK or ASVK. */
    public CertificateMaker authority;

    /** VCEK or VLEK. */
    public CertificateMaker signer;

    public PrivateKey reportKey = SIGNER.getPrivate();
    public Optional<CrlMaker> revocationList = Optional.empty();

    /** What is done to the report once it is signed. */
    public UnaryOperator<byte[]> afterSigning = UnaryOperator.identity();

    /** A machine of a product with reports of version 2, 3 or 5. */
    public AmdMachine(Product product, int version, SigningKey key) {
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
    public static AmdMachine milan() {
        return new AmdMachine(Product.MILAN, 3, SigningKey.VCEK);
    }

    /** Turin, version 5, VCEK. */
    public static AmdMachine turin() {
        return new AmdMachine(Product.TURIN, 5, SigningKey.VCEK);
    }

    /** A name as AMD's. */
    public static String name(String commonName) {
        return "CN=" + commonName + AMD;
    }

    private void fillReport(int version) {
        number(SnpField.VERSION, version);
        number(SnpField.GUEST_SVN, 9);
        number(SnpField.POLICY, 0x3001f);
        octets(SnpField.FAMILY_ID, 1);
        octets(SnpField.IMAGE_ID, 2);
        number(SnpField.SIGNATURE_ALGO, 1);
        number(SnpField.PLATFORM_INFO, 0x25);
        number(SnpField.FLAGS, key == SigningKey.VCEK ? 0 : 1 << 2);
        octets(SnpField.REPORT_DATA, 3);
        octets(SnpField.MEASUREMENT, 4);
        octets(SnpField.HOST_DATA, 5);
        octets(SnpField.REPORT_ID, 6);
        octets(SnpField.REPORT_ID_MA, 0xff);
        for (var field : tcbFields()) {
            write(field, tcbVersion());
        }
        if (version >= 3) {
            number(SnpField.CPUID_FAM_ID, product.family);
            number(SnpField.CPUID_MOD_ID, product.model);
            number(SnpField.CPUID_STEP, 1);
        }
        if (key == SigningKey.VCEK) {
            write(SnpField.CHIP_ID, Arrays.copyOf(chipId(), 64));
        }
        number(SnpField.CURRENT_BUILD, 40);
        number(SnpField.CURRENT_MINOR, 55);
        number(SnpField.CURRENT_MAJOR, 1);
        number(SnpField.COMMITTED_BUILD, 39);
        number(SnpField.COMMITTED_MINOR, 55);
        number(SnpField.COMMITTED_MAJOR, 1);
        if (version >= 5) {
            number(SnpField.LAUNCH_MIT_VECTOR, 0x3f);
            number(SnpField.CURRENT_MIT_VECTOR, 0x7f);
        }
    }

    private static List<SnpField> tcbFields() {
        return List.of(SnpField.CURRENT_TCB, SnpField.REPORTED_TCB, SnpField.COMMITTED_TCB, SnpField.LAUNCH_TCB);
    }

    /** The TCB version in the product's layout. */
    public byte[] tcb() {
        return tcbVersion();
    }

    private byte[] tcbVersion() {
        return product == Product.TURIN
                ? new byte[] {(byte) TCB[4], (byte) TCB[0], (byte) TCB[1], (byte) TCB[2], 0, 0, 0, (byte) TCB[3]}
                : new byte[] {(byte) TCB[0], (byte) TCB[1], 0, 0, 0, 0, (byte) TCB[2], (byte) TCB[3]};
    }

    private byte[] chipId() {
        var id = new byte[product == Product.TURIN ? 8 : 64];
        Arrays.fill(id, (byte) 0xc1);
        return id;
    }

    private Map<String, byte[]> signerExtensions() {
        var turin = product == Product.TURIN;
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
    public static byte[] integer(int value) {
        return value < 0x80 ? new byte[] {2, 1, (byte) value} : new byte[] {2, 2, 0, (byte) value};
    }

    /** A DER string with this tag. */
    public static byte[] string(int tag, String text) {
        var content = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + content.length)
                .put((byte) tag)
                .put((byte) content.length)
                .put(content)
                .array();
    }

    /** Sets a field to a number before the report is signed. */
    public AmdMachine set(SnpField field, long value) {
        number(field, value);
        return this;
    }

    /** Sets all bytes of a field before the report is signed. */
    public AmdMachine fill(SnpField field, int octet) {
        octets(field, octet);
        return this;
    }

    /**
     * Sets a field before the report is signed.
     *
     * @throws IllegalArgumentException if the field is of another size
     */
    public AmdMachine put(SnpField field, byte[] content) {
        write(field, content);
        return this;
    }

    private void number(SnpField field, long value) {
        var octets = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        write(field, Arrays.copyOf(octets, field.size()));
    }

    private void octets(SnpField field, int octet) {
        var content = new byte[field.size()];
        Arrays.fill(content, (byte) octet);
        write(field, content);
    }

    private void write(SnpField field, byte[] content) {
        if (content.length != field.size()) {
            throw new IllegalArgumentException(field + ": found " + content.length + " bytes, wanted " + field.size());
        }
        System.arraycopy(content, 0, report, field.offset(), content.length);
    }

    /** Gives the signer's certificate another extension, or another content of one. */
    public AmdMachine extension(String suffix, byte[] content) {
        signer = signer.extension(EXTENSIONS + suffix, false, content);
        return this;
    }

    /** Asks for another report. */
    public AmdMachine reportData(byte[] data) {
        return put(SnpField.REPORT_DATA, data);
    }

    /** The report, signed anew each time. */
    public byte[] signed() {
        var bigEndian = SyntheticKeys.sign(
                reportKey, "SHA384withECDSAinP1363Format", Arrays.copyOf(report, SnpField.SIGNED_BYTES));
        var signed = report.clone();
        for (var i = 0; i < HALF_SIGNATURE_BYTES; i++) {
            signed[SnpField.SIGNATURE_R.offset() + i] = bigEndian[HALF_SIGNATURE_BYTES - 1 - i];
            signed[SnpField.SIGNATURE_S.offset() + i] = bigEndian[2 * HALF_SIGNATURE_BYTES - 1 - i];
        }
        return afterSigning.apply(signed);
    }

    /** A revocation list of the root. */
    public CrlMaker emptyList() {
        return CrlMaker.of(root.subject().getName(), ROOT.getPrivate(), CertificateMaker.PSS_SHA384);
    }

    /** The report and a table of certificates, as a hypervisor hands them over (AMD 56421, SNP extended guest request). */
    public byte[] signedWithTable() {
        var entries = new LinkedHashMap<UUID, byte[]>();
        entries.put(key.guid, signer.make());
        entries.put(ASK, authority.make());
        entries.put(ARK, root.make());
        revocationList.ifPresent(list -> entries.put(CRL, list.make()));
        var all = new ByteArrayOutputStream();
        all.writeBytes(signed());
        all.writeBytes(table(entries));
        return all.toByteArray();
    }

    private static byte[] table(Map<UUID, byte[]> entries) {
        var contentBytes =
                entries.values().stream().mapToInt(content -> content.length).sum();
        var offset = 24 * (entries.size() + 1);
        var table = ByteBuffer.allocate(offset + contentBytes);
        for (var entry : entries.entrySet()) {
            var guid = entry.getKey();
            var content = entry.getValue();
            table.order(ByteOrder.BIG_ENDIAN)
                    .putLong(guid.getMostSignificantBits())
                    .putLong(guid.getLeastSignificantBits());
            table.order(ByteOrder.LITTLE_ENDIAN).putInt(offset).putInt(content.length);
            table.put(offset, content);
            offset += content.length;
        }
        return table.array();
    }
}
