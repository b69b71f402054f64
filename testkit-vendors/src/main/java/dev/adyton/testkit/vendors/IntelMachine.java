package dev.adyton.testkit.vendors;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A machine with SGX or TDX and an Intel of its own: root, authorities, quoting enclave and collateral. Everything it makes is right, but for what a test changes; everything is signed when it
 * is asked for, so a wrong field is the only fault. For one thread.
 */
public class IntelMachine {
    /** An instant at which everything it makes is valid. */
    public static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    /** A key that is nobody's. */
    public static final KeyPair STRANGER = SyntheticKeys.p256("stranger");

    private static final KeyPair ROOT = SyntheticKeys.p256("Intel root");
    private static final KeyPair AUTHORITY = SyntheticKeys.p256("Intel authority");
    private static final KeyPair PCK = SyntheticKeys.p256("PCK");
    private static final KeyPair TCB_SIGNER = SyntheticKeys.p256("Intel TCB signer");
    private static final KeyPair ATTESTATION = SyntheticKeys.p256("attestation key");
    private static final int SGX_BYTES = 384;
    private static final int TD_10_BYTES = 584;
    private static final int TD_15_BYTES = 648;
    private static final int HEADER_BYTES = 48;
    private static final int BODY_HEADER_BYTES = 6;
    private static final int TEE_TDX = 0x81;
    private static final String QE_VENDOR = "939a7233f79c4ca9940a0db3957f0607";

    /** The quotes that there are. */
    public enum Kind {
        /** An enclave in version 3. */
        SGX_3(3, false, SGX_BYTES),
        /** A trust domain in version 4. */
        TDX_4(4, true, TD_10_BYTES),
        /** A TD report 1.0 in version 5. */
        TDX_5_10(5, true, TD_10_BYTES),
        /** A TD report 1.5 in version 5. */
        TDX_5_15(5, true, TD_15_BYTES);

        private final int version;
        private final boolean tdx;
        private final int bodyBytes;

        Kind(int version, boolean tdx, int bodyBytes) {
            this.version = version;
            this.tdx = tdx;
            this.bodyBytes = bodyBytes;
        }

        /** Whether of a trust domain rather than an enclave. */
        public boolean tdx() {
            return tdx;
        }
    }

    public final Kind kind;
    public final IntelCertificate root;
    public final IntelCertificate authority;
    public final IntelCertificate pck;
    public final SgxExtension pckExtension = new SgxExtension();
    public final IntelCertificate tcbSigner;
    public final IntelCertificate identitySigner;
    public final IntelCrl rootCrl;
    public final IntelCrl pckCrl;
    public final IntelText tcbInfo;
    public final IntelText identity;

    /** Header, and for version 5 type and size of the body. */
    public final byte[] header;

    /** Report of the enclave or trust domain; its report data are at the last 64 bytes of version 3, at 520 otherwise. */
    public final byte[] body;

    public final byte[] qeReport = new byte[SGX_BYTES];
    public byte[] authenticationData = new byte[32];

    /** The one in the quote. */
    public KeyPair attestationKey = ATTESTATION;

    /** The one that signs the quote. */
    public KeyPair quoteSigner = ATTESTATION;

    public KeyPair qeReportSigner = PCK;
    public int certificationType = 5;
    public int outerCertificationType = 6;

    /** What follows on the text of the chain. */
    public byte[] certificationTail = new byte[1];

    public boolean withoutExtension;
    public List<IntelCertificate> pckChain;
    public List<IntelCertificate> tcbSignerChain;
    public List<IntelCertificate> identitySignerChain;

    /** Whether the QE report is about the attestation key. */
    public boolean bound = true;

    /** A machine of which the TCB is up to date. */
    public IntelMachine(Kind kind) {
        this.kind = kind;
        root = IntelCertificate.authority(IntelNames.ROOT, IntelNames.ROOT, ROOT, ROOT, 1);
        authority = IntelCertificate.authority(IntelNames.PLATFORM_CA, IntelNames.ROOT, AUTHORITY, ROOT, 0);
        authority.serial = BigInteger.valueOf(1001);
        pck = IntelCertificate.leaf(IntelNames.PCK, IntelNames.PLATFORM_CA, PCK, AUTHORITY);
        pck.serial = BigInteger.valueOf(1002);
        tcbSigner = IntelCertificate.leaf(IntelNames.TCB_SIGNING, IntelNames.ROOT, TCB_SIGNER, ROOT);
        tcbSigner.serial = BigInteger.valueOf(1003);
        identitySigner = IntelCertificate.leaf(IntelNames.TCB_SIGNING, IntelNames.ROOT, TCB_SIGNER, ROOT);
        identitySigner.serial = BigInteger.valueOf(1004);
        rootCrl = new IntelCrl(IntelNames.ROOT, ROOT);
        pckCrl = new IntelCrl(IntelNames.PLATFORM_CA, AUTHORITY);
        tcbInfo = new IntelText(IntelDocuments.tcbInfo(kind.tdx), TCB_SIGNER);
        identity = new IntelText(IntelDocuments.identity(kind.tdx), TCB_SIGNER);
        pckChain = List.of(pck, authority, root);
        tcbSignerChain = List.of(tcbSigner, root);
        identitySignerChain = List.of(identitySigner, root);
        header = header();
        body = body();
        quotingEnclave();
    }

    private byte[] header() {
        var size = HEADER_BYTES + (kind.version == 5 ? BODY_HEADER_BYTES : 0);
        var octets = new byte[size];
        var made = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        made.putShort((short) kind.version).putShort((short) 2).putInt(kind.tdx ? TEE_TDX : 0);
        made.put(12, HexFormat.of().parseHex(QE_VENDOR));
        if (kind.version == 5) {
            made.putShort(48, (short) (kind == Kind.TDX_5_10 ? 2 : 3)).putInt(50, kind.bodyBytes);
        }
        return octets;
    }

    /** Every field has octets of its own, so that one in place of another is seen. */
    private byte[] body() {
        var made = new byte[kind.bodyBytes];
        if (!kind.tdx) {
            Arrays.fill(made, 64, 96, (byte) 0x41);
            Arrays.fill(made, 128, 160, (byte) 0x42);
            made[48] = 0x05;
            made[256] = 7;
            made[258] = 3;
            Arrays.fill(made, 320, 384, (byte) 0x43);
            return made;
        }
        made[0] = 6;
        made[1] = 1;
        made[2] = 6;
        Arrays.fill(made, 16, 64, (byte) 0x51);
        made[123] = 0x10;
        for (int i = 0; i < 8; i++) {
            Arrays.fill(made, 136 + 48 * i, 136 + 48 * (i + 1), (byte) (0x60 + i));
        }
        Arrays.fill(made, 520, 584, (byte) 0x43);
        if (kind == Kind.TDX_5_15) {
            made[584] = 6;
            made[585] = 1;
            made[586] = 6;
        }
        return made;
    }

    private void quotingEnclave() {
        qeReport[48] = 0x11;
        Arrays.fill(qeReport, 64, 96, (byte) 0x31);
        Arrays.fill(qeReport, 128, 160, (byte) 0xdc);
        qeReport[256] = 2;
        qeReport[258] = 8;
    }

    /** Binds other data of 64 bytes. */
    public IntelMachine reportData(byte[] data) {
        if (data.length != 64) {
            throw new IllegalArgumentException("found " + data.length + " bytes, wanted 64");
        }
        System.arraycopy(data, 0, body, kind.tdx ? 520 : 320, data.length);
        return this;
    }

    /** The quote, signed anew each time. */
    public byte[] signedQuote() {
        var key = SyntheticKeys.point(attestationKey);
        if (bound) {
            var digest = sha256(concat(key, authenticationData));
            System.arraycopy(digest, 0, qeReport, 320, digest.length);
        }
        var certification = certification();
        var signed = concat(header, body);
        var data = concat(SyntheticKeys.sign(quoteSigner.getPrivate(), "SHA256withECDSAinP1363Format", signed), key);
        if (kind.version > 3) {
            data = concat(data, u16(outerCertificationType), u32(certification.length));
        }
        data = concat(data, certification);
        return concat(signed, u32(data.length), data);
    }

    private byte[] certification() {
        if (pck.sgxExtension == null && !withoutExtension) {
            pck.sgxExtension = pckExtension.der();
        }
        var text = concat(IntelCertificate.pem(pckChain).getBytes(StandardCharsets.US_ASCII), certificationTail);
        return concat(
                qeReport,
                SyntheticKeys.sign(qeReportSigner.getPrivate(), "SHA256withECDSAinP1363Format", qeReport),
                u16(authenticationData.length),
                authenticationData,
                u16(certificationType),
                u32(text.length),
                text);
    }

    /** The chain of the TCB information's signer in PEM. */
    public String tcbInfoChain() {
        return IntelCertificate.pem(tcbSignerChain);
    }

    /** The chain of the identity's signer in PEM. */
    public String identityChain() {
        return IntelCertificate.pem(identitySignerChain);
    }

    /** Everything that endorses the machine, with the members of {@code sgx_ql_qve_collateral_t}; a list that is absent is null. */
    public String signedCollateral() {
        var hex = HexFormat.of();
        return "{\"root_ca_crl\":"
                + rootCrl.der().map(list -> '"' + hex.formatHex(list) + '"').orElse("null")
                + ",\"pck_crl\":"
                + pckCrl.der().map(list -> '"' + hex.formatHex(list) + '"').orElse("null")
                + ",\"tcb_info_issuer_chain\":" + quoted(tcbInfoChain())
                + ",\"tcb_info\":" + quoted(new String(tcbInfo.body(), StandardCharsets.UTF_8))
                + ",\"tcb_info_signature\":\"" + hex.formatHex(tcbInfo.signature())
                + "\",\"qe_identity_issuer_chain\":" + quoted(identityChain())
                + ",\"qe_identity\":" + quoted(new String(identity.body(), StandardCharsets.UTF_8))
                + ",\"qe_identity_signature\":\"" + hex.formatHex(identity.signature()) + "\"}";
    }

    /** Of text without control characters but line ends. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** The only key that is to be trusted. */
    public static PublicKey rootKey() {
        return ROOT.getPublic();
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] u16(int value) {
        return new byte[] {(byte) value, (byte) (value >> Byte.SIZE)};
    }

    private static byte[] u32(int value) {
        return concat(u16(value), u16(value >> Short.SIZE));
    }
}
