package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An Intel of its own: root, authorities, a machine with its quoting enclave, and collateral. What it makes is valid until a field is made wrong; everything is signed
 * when it is asked for, so a wrong field is the only fault.
 */
final class SyntheticIntel {
    static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");

    // Made once: making keys is what takes time.
    private static final KeyPair ROOT = SyntheticKeys.p256();
    private static final KeyPair AUTHORITY = SyntheticKeys.p256();
    private static final KeyPair PCK = SyntheticKeys.p256();
    private static final KeyPair TCB_SIGNER = SyntheticKeys.p256();
    private static final KeyPair ATTESTATION = SyntheticKeys.p256();
    static final KeyPair STRANGER = SyntheticKeys.p256();

    /** The quotes that there are. */
    enum Kind {
        SGX_3(3, Tee.SGX, ReportParser.SGX_BYTES),
        TDX_4(4, Tee.TDX, ReportParser.TD_10_BYTES),
        TDX_5_10(5, Tee.TDX, ReportParser.TD_10_BYTES),
        TDX_5_15(5, Tee.TDX, ReportParser.TD_15_BYTES);

        final int version;
        final Tee tee;
        final int bodyBytes;

        Kind(int version, Tee tee, int bodyBytes) {
            this.version = version;
            this.tee = tee;
            this.bodyBytes = bodyBytes;
        }
    }

    final Kind kind;
    final CertificateSpec root;
    final CertificateSpec authority;
    final CertificateSpec pck;
    final PckSpec pckExtension = new PckSpec();
    final CertificateSpec tcbSigner;
    final CertificateSpec identitySigner;
    final CrlSpec rootCrl;
    final CrlSpec pckCrl;
    final DocumentSpec tcbInfo;
    final DocumentSpec identity;

    /** Header, and for version 5 type and size of the body. */
    final byte[] header;

    final byte[] body;
    final byte[] qeReport = new byte[ReportParser.SGX_BYTES];
    byte[] authenticationData = new byte[32];
    KeyPair attestationKey = ATTESTATION;
    KeyPair quoteSigner = ATTESTATION;
    KeyPair qeReportSigner = PCK;
    int certificationType = 5;
    int outerCertificationType = 6;
    Bytes certificationTail = Bytes.of(new byte[1]);
    boolean withoutExtension;
    List<CertificateSpec> pckChain;
    List<CertificateSpec> tcbSignerChain;
    List<CertificateSpec> identitySignerChain;

    /** Whether the QE report is about the attestation key. */
    boolean bound = true;

    Instant at = NOW;

    SyntheticIntel(Kind kind) {
        this.kind = kind;
        root = CertificateSpec.authority(IntelNames.ROOT, IntelNames.ROOT, ROOT, ROOT, 1);
        authority = CertificateSpec.authority(IntelNames.PLATFORM_CA, IntelNames.ROOT, AUTHORITY, ROOT, 0);
        authority.serial = BigInteger.valueOf(1001);
        pck = CertificateSpec.leaf(IntelNames.PCK, IntelNames.PLATFORM_CA, PCK, AUTHORITY);
        pck.serial = BigInteger.valueOf(1002);
        tcbSigner = CertificateSpec.leaf(IntelNames.TCB_SIGNING, IntelNames.ROOT, TCB_SIGNER, ROOT);
        tcbSigner.serial = BigInteger.valueOf(1003);
        identitySigner = CertificateSpec.leaf(IntelNames.TCB_SIGNING, IntelNames.ROOT, TCB_SIGNER, ROOT);
        identitySigner.serial = BigInteger.valueOf(1004);
        rootCrl = new CrlSpec(IntelNames.ROOT, ROOT);
        pckCrl = new CrlSpec(IntelNames.PLATFORM_CA, AUTHORITY);
        tcbInfo = new DocumentSpec(SyntheticDocuments.tcbInfo(kind.tee), TCB_SIGNER);
        identity = new DocumentSpec(SyntheticDocuments.identity(kind.tee), TCB_SIGNER);
        pckChain = List.of(pck, authority, root);
        tcbSignerChain = List.of(tcbSigner, root);
        identitySignerChain = List.of(identitySigner, root);
        header = header();
        body = body();
        quotingEnclave();
    }

    private byte[] header() {
        var size = QuoteParser.HEADER_BYTES + (kind.version == 5 ? QuoteParser.BODY_HEADER_BYTES : 0);
        var octets = new byte[size];
        var made = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        made.putShort((short) kind.version).putShort((short) 2).putInt(kind.tee == Tee.TDX ? 0x81 : 0);
        made.put(12, Bytes.hex("939a7233f79c4ca9940a0db3957f0607").toByteArray());
        if (kind.version == 5) {
            made.putShort(48, (short) (kind == Kind.TDX_5_10 ? 2 : 3)).putInt(50, kind.bodyBytes);
        }
        return octets;
    }

    /** Every field has octets of its own, so that one in place of another is seen. */
    private byte[] body() {
        var made = new byte[kind.bodyBytes];
        if (kind.tee == Tee.SGX) {
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

    /** What the quote is signed over. */
    Bytes signed() {
        return concat(Bytes.of(header), Bytes.of(body));
    }

    Bytes quote() {
        var key = SyntheticKeys.point(attestationKey);
        if (bound) {
            var digest = sha256(concat(key, Bytes.of(authenticationData)));
            System.arraycopy(digest, 0, qeReport, 320, digest.length);
        }
        var certification = certification();
        var data = concat(SyntheticKeys.sign(quoteSigner, signed()), key);
        if (kind.version > 3) {
            data = concat(data, u16(outerCertificationType), u32(certification.size()));
        }
        data = concat(data, certification);
        return concat(signed(), u32(data.size()), data);
    }

    private Bytes certification() {
        if (pck.sgxExtension == null && !withoutExtension) {
            pck.sgxExtension = pckExtension.der();
        }
        var text = concat(CertificateSpec.pem(pckChain), certificationTail);
        return concat(
                Bytes.of(qeReport),
                SyntheticKeys.sign(qeReportSigner, Bytes.of(qeReport)),
                u16(authenticationData.length),
                Bytes.of(authenticationData),
                u16(certificationType),
                u32(text.size()),
                text);
    }

    IntelCollateral collateral() {
        return new IntelCollateral(
                rootCrl.der(),
                pckCrl.der(),
                CertificateSpec.pem(tcbSignerChain),
                tcbInfo.signed(),
                CertificateSpec.pem(identitySignerChain),
                identity.signed());
    }

    static IntelAnchors anchors() {
        return IntelAnchors.of(ROOT.getPublic());
    }

    IntelClaims verify() throws VerificationException {
        return IntelVerifier.verify(quote(), collateral(), anchors(), at);
    }

    static Bytes concat(Bytes... parts) {
        var all = new ArrayList<byte[]>();
        int size = 0;
        for (var part : parts) {
            all.add(part.toByteArray());
            size += part.size();
        }
        var joined = ByteBuffer.allocate(size);
        all.forEach(joined::put);
        return Bytes.of(joined.array());
    }

    private static byte[] sha256(Bytes data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes u16(int value) {
        return Bytes.of(new byte[] {(byte) value, (byte) (value >> Byte.SIZE)});
    }

    static Bytes u32(int value) {
        return concat(u16(value), u16(value >> Short.SIZE));
    }
}
