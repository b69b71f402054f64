package dev.adyton.attestation.intel;

import dev.adyton.testkit.vendors.IntelCertificate;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.IntelText;
import dev.adyton.testkit.vendors.SgxExtension;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Everything that can be wrong with one thing at a time, and what has to be named when it is refused. */
final class Refusals {
    private static final X500Principal SOMEBODY = new X500Principal("C=US,O=Somebody,CN=Intel SGX Root CA");

    private final List<Refusal> all = new ArrayList<>();

    private Refusals() {}

    /**
     * One fault.
     *
     * @param message beginning of the message
     */
    record Refusal(String name, Kind kind, String message, Consumer<SyntheticIntel> fault) {
        @Override
        public String toString() {
            return name + " (" + kind + ")";
        }
    }

    static List<Refusal> all() {
        var refusals = new Refusals();
        refusals.header();
        refusals.signatures();
        refusals.chain();
        refusals.extension();
        refusals.validity();
        refusals.revocation();
        refusals.collateralSigners();
        refusals.quotingEnclave();
        refusals.fit();
        refusals.module();
        refusals.levels();
        return refusals.all;
    }

    private void both(String name, String message, Consumer<SyntheticIntel> fault) {
        add(name, Kind.SGX_3, message, fault);
        add(name, Kind.TDX_4, message, fault);
    }

    private void tdx(String name, String message, Consumer<SyntheticIntel> fault) {
        add(name, Kind.TDX_4, message, fault);
        add(name, Kind.TDX_5_15, message, fault);
    }

    private void add(String name, Kind kind, String message, Consumer<SyntheticIntel> fault) {
        all.add(new Refusal(name, kind, message, fault));
    }

    private void header() {
        for (var version : List.of(0, 1, 2, 6, 255)) {
            both("version " + version, "quote: version: found " + version, s -> s.header[0] = version.byteValue());
        }
        add("TDX read as SGX", Kind.TDX_4, "quote: TEE type", s -> s.header[0] = 3);
        add("SGX read as TDX", Kind.SGX_3, "quote: TEE type", s -> s.header[0] = 4);
        add("version 4 read as 5", Kind.TDX_4, "quote: body type", s -> s.header[0] = 5);
        both("attestation key type", "quote: attestation key type: found 3", s -> s.header[2] = 3);
        both("TEE type", "quote: TEE type", s -> s.header[4] = 0x40);
        both("high octets of TEE type", "quote: TEE type", s -> s.header[7] = 1);
        tdx("reserved octet of the header", "quote: reserved byte 9: found 0x01", s -> s.header[9] = 1);
        both("QE vendor", "quote: QE vendor", s -> s.header[27] ^= 1);
        add("body of SGX in version 5", Kind.TDX_5_10, "quote: body type: found 1", s -> s.header[48] = 1);
        add("unknown body", Kind.TDX_5_10, "quote: body type: found 4", s -> s.header[48] = 4);
        add("size of another body", Kind.TDX_5_10, "quote: size of body type 3", s -> s.header[48] = 3);
        add("size of the body", Kind.TDX_5_15, "quote: size of body type 3", s -> s.header[50] ^= 1);
        for (var reserved : List.of(21, 31, 96, 127, 160, 191, 262, 303)) {
            add(
                    "reserved octet " + reserved + " of the report",
                    Kind.SGX_3,
                    "enclave report: reserved byte " + reserved,
                    s -> s.body[reserved] = 1);
            both(
                    "reserved octet " + reserved + " of the QE report",
                    "QE report: reserved byte " + reserved,
                    s -> s.qeReport[reserved] = 1);
        }
        for (var type : List.of(0, 1, 2, 3, 4, 6, 7)) {
            add(
                    "certification data type " + type,
                    Kind.SGX_3,
                    "quote signature data: certification data type: found " + type,
                    s -> s.certificationType = type);
        }
        tdx(
                "inner certification data type",
                "QE report certification data: certification data type: found 3",
                s -> s.certificationType = 3);
        tdx(
                "outer certification data type",
                "quote signature data: certification data type: found 5",
                s -> s.outerCertificationType = 5);
    }

    private void signatures() {
        both("quote signed by another key", "signature of the quote", s -> s.quoteSigner = SyntheticIntel.STRANGER);
        both(
                "QE report signed by another key",
                "signature of the QE report",
                s -> s.qeReportSigner = SyntheticIntel.STRANGER);
        both("attestation key of somebody else", "attestation key in the QE report", s -> {
            s.bound = false;
            s.attestationKey = SyntheticIntel.STRANGER;
            s.quoteSigner = SyntheticIntel.STRANGER;
        });
        both("authentication data of another key", "attestation key in the QE report", s -> {
            s.quote();
            s.bound = false;
            s.authenticationData = new byte[] {1};
        });
        both("rest of the QE report's data", "attestation key in the QE report", s -> s.qeReport[352] = 1);
        both("signature of the TCB info", "signature of TCB info", s -> s.tcbInfo.brokenSignature = 40);
        both("short signature of the TCB info", "signature of TCB info", s -> s.tcbInfo.signatureBytes = 63);
        both("no signature of the TCB info", "signature of TCB info", s -> s.tcbInfo.signatureBytes = 0);
        both("changed TCB info", "signature of TCB info", s -> s.tcbInfo.broken = 100);
        both(
                "TCB info signed by another key",
                "signature of TCB info",
                s -> s.tcbInfo.signer = SyntheticIntel.STRANGER);
        both("signature of the identity", "signature of quoting enclave identity", s -> s.identity.brokenSignature = 3);
        both("changed identity", "signature of quoting enclave identity", s -> s.identity.broken = 100);
        both(
                "identity signed by another key",
                "signature of quoting enclave identity",
                s -> s.identity.signer = SyntheticIntel.STRANGER);
    }

    private void chain() {
        both("no chain", "PCK certificate chain: found 0 certificates", s -> s.pckChain = List.of());
        both("PCK certificate alone", "PCK certificate chain: found 1 certificates", s -> s.pckChain = List.of(s.pck));
        both("chain without its root", "PCK certificate chain: found 2", s -> s.pckChain = List.of(s.pck, s.authority));
        both("chain without its authority", "PCK certificate chain: found 2", s -> s.pckChain = List.of(s.pck, s.root));
        both("chain upside down", "root key of the PCK", s -> s.pckChain = List.of(s.root, s.authority, s.pck));
        both(
                "one certificate too many",
                "PCK certificate chain: found more",
                s -> s.pckChain = List.of(s.pck, s.authority, s.root, s.root));
        both("root of somebody else", "root key of the PCK certificate chain", s -> {
            s.root.key = SyntheticIntel.STRANGER;
            s.root.signer = SyntheticIntel.STRANGER;
            s.authority.signer = SyntheticIntel.STRANGER;
        });
        both("signature of the root", "signature of the root", s -> s.root.signer = SyntheticIntel.STRANGER);
        both("name of the root", "name of the root", s -> {
            s.root.subject = SOMEBODY;
            s.root.issuer = SOMEBODY;
            s.authority.issuer = SOMEBODY;
        });
        both("signature of the authority", "signature of C=US", s -> s.authority.signer = SyntheticIntel.STRANGER);
        both("signature of the PCK certificate", "signature of C=US", s -> s.pck.signer = SyntheticIntel.STRANGER);
        both("issuer of the authority", "issuer of C=US", s -> s.authority.issuer = SOMEBODY);
        both("issuer of the PCK certificate", "issuer of C=US", s -> s.pck.issuer = IntelNames.PROCESSOR_CA);
        both("name of the authority", "name of the PCK certificate's authority", s -> {
            s.authority.subject = IntelNames.TCB_SIGNING;
            s.pck.issuer = IntelNames.TCB_SIGNING;
        });
        both("name of the PCK certificate", "name of the PCK certificate", s -> s.pck.subject = IntelNames.TCB_SIGNING);
        both("authority that is none", "basic constraints of C=US", s -> s.authority.pathLength = null);
        both("authority that may not sign", "key usage of C=US", s -> s.authority.keyUsage = KeyUsage.cRLSign);
        both("authority without key usage", "key usage of C=US", s -> s.authority.keyUsage = 0);
        both("PCK certificate that is an authority", "basic constraints of C=US", s -> s.pck.pathLength = 0);
        both("PCK certificate that may not sign", "key usage of C=US", s -> s.pck.keyUsage = KeyUsage.keyAgreement);
        both("path length of the root", "path length of C=US", s -> s.root.pathLength = 0);
        both("root that may not sign", "key usage of C=US", s -> s.root.keyUsage = KeyUsage.cRLSign);
        both("purpose of the PCK certificate", "extended key usage of C=US", s -> s.pck.serverOnly = true);
        both("critical extension of PCK", "critical extensions of C=US", s -> s.pck.unknownCritical = true);
        both("critical extension of authority", "critical extensions of C=US", s -> s.authority.unknownCritical = true);
        both("algorithm of PCK", "signature algorithm of C=US", s -> s.pck.algorithm = "SHA384withECDSA");
        both("algorithm of authority", "signature algorithm of C=US", s -> s.authority.algorithm = "SHA512withECDSA");
        both("curve of the authority", "key that signed C=US", s -> {
            s.authority.key = SyntheticKeys.p384("another curve");
            s.pck.signer = s.authority.key;
        });
        both("something that is no certificate", "PCK certificate chain", s -> s.pck.broken = 1);
        both("text behind the chain", "PCK certificate chain at byte", s -> s.certificationTail = new byte[] {'x'});
        both("two zeros behind the chain", "PCK certificate chain at byte", s -> s.certificationTail = new byte[2]);
    }

    private void extension() {
        both("no SGX extension", "extensions of the PCK certificate", s -> s.withoutExtension = true);
        for (var part : List.of(1, 3, 4, 5)) {
            both("no part " + part, missing(part), s -> s.pckExtension.parts.remove(part));
        }
        for (var part : List.of(1, 3, 4, 6)) {
            both(
                    "part " + part + " of another length",
                    "SGX extension of the PCK certificate: part " + part + ": found 1 bytes",
                    s -> s.pckExtension.parts.put(part, SgxExtension.octets("00")));
            both("part " + part + " of another type", tag(), s -> s.pckExtension.parts.put(part, new ASN1Integer(1)));
        }
        both("no TCB", missing(2), s -> s.pckExtension.tcb.clear());
        both(
                "part twice",
                "SGX extension of the PCK certificate: part 4: found it twice",
                s -> s.pckExtension.twice.add(4));
        both("no component", missing(16), s -> s.pckExtension.tcb.remove(16));
        both("no PCE version", missing(17), s -> s.pckExtension.tcb.remove(17));
        both("no CPU version", missing(18), s -> s.pckExtension.tcb.remove(18));
        both("component too large", tag(), s -> s.pckExtension.component(1, 256));
        both("component negative", tag(), s -> s.pckExtension.component(1, -1));
        both("PCE version too large", tag(), s -> s.pckExtension.component(17, 65536));
        both("unknown SGX type", type(), s -> s.pckExtension.parts.put(5, new ASN1Enumerated(3)));
        both("flag of another type", tag(), s -> s.pckExtension.configuration.put(1, new DERUTF8String("yes")));
        both(
                "numbers of somebody else",
                "SGX extension of the PCK certificate: part",
                s -> s.pckExtension.oid = "1.2.3.4");
        both("extension that is a string", tag(), s -> s.pck.sgxExtension = encoded(new DEROctetString(new byte[4])));
        both(
                "octets behind the extension",
                tag(),
                s -> s.pck.sgxExtension = Arrays.copyOf(s.pckExtension.der(), s.pckExtension.der().length + 1));
    }

    private static byte[] encoded(DEROctetString value) {
        try {
            return value.getEncoded();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String missing(int part) {
        return "SGX extension of the PCK certificate: part " + part + ": found none";
    }

    private static String tag() {
        return "SGX extension of the PCK certificate: found ";
    }

    private static String type() {
        return "SGX extension of the PCK certificate: SGX type: found 03";
    }

    private void validity() {
        both("PCK certificate expired", "validity of C=US", s -> s.pck.notAfter = s.at.minusSeconds(1));
        both("authority of the future", "validity of C=US", s -> s.authority.notBefore = s.at.plusSeconds(1));
        both("root of the future", "validity of C=US", s -> s.root.notBefore = s.at.plusSeconds(1));
        both("TCB signer of the future", "validity of C=US", s -> s.tcbSigner.notBefore = s.at.plusSeconds(1));
        both("authority expired", "validity of C=US", s -> s.authority.notAfter = s.at.minusSeconds(1));
        both("root expired", "validity of C=US", s -> s.root.notAfter = s.at.minusSeconds(1));
        both("TCB signer expired", "validity of C=US", s -> s.tcbSigner.notAfter = s.at.minusSeconds(1));
        both("identity signer expired", "validity of C=US", s -> s.identitySigner.notAfter = s.at.minusSeconds(1));
        both("root list expired", "validity of root revocation list", s -> s.rootCrl.nextUpdate = s.at.minusSeconds(1));
        both(
                "root list of the future",
                "validity of root revocation list",
                s -> s.rootCrl.thisUpdate = s.at.plusSeconds(1));
        both("root list without end", "next update of root revocation list", s -> s.rootCrl.nextUpdate = null);
        both("PCK list expired", "validity of PCK revocation list", s -> s.pckCrl.nextUpdate = s.at.minusSeconds(1));
        both(
                "PCK list of the future",
                "validity of PCK revocation list",
                s -> s.pckCrl.thisUpdate = s.at.plusSeconds(1));
        both("PCK list without end", "next update of PCK revocation list", s -> s.pckCrl.nextUpdate = null);
        both("TCB info expired", "validity of the TCB info", s -> replaceNext(s.tcbInfo));
        both("TCB info of the future", "validity of the TCB info", s -> replaceIssued(s.tcbInfo));
        both("identity expired", "validity of the quoting enclave identity", s -> replaceNext(s.identity));
        both("identity of the future", "validity of the quoting enclave identity", s -> replaceIssued(s.identity));
    }

    private static void replaceNext(IntelText document) {
        document.replace(
                IntelDocuments.NEXT.toString(),
                SyntheticIntel.NOW.minusSeconds(1).toString());
    }

    private static void replaceIssued(IntelText document) {
        document.replace(
                IntelDocuments.ISSUED.toString(),
                SyntheticIntel.NOW.plusSeconds(1).toString());
    }

    private void revocation() {
        both("no root list", "revocation: found no root revocation list", s -> s.rootCrl.absent = true);
        both("no PCK list", "revocation: found no PCK revocation list", s -> s.pckCrl.absent = true);
        both("PCK certificate revoked", "revocation of C=US", s -> s.pckCrl.revoked.add(s.pck.serial));
        both("authority revoked", "revocation of C=US", s -> s.rootCrl.revoked.add(s.authority.serial));
        both("TCB signer revoked", "revocation of C=US", s -> s.rootCrl.revoked.add(s.tcbSigner.serial));
        both("identity signer revoked", "revocation of C=US", s -> s.rootCrl.revoked.add(s.identitySigner.serial));
        both(
                "PCK list of the other authority",
                "issuer of PCK revocation list",
                s -> s.pckCrl.issuer = IntelNames.PROCESSOR_CA);
        both("PCK list of the root", "issuer of PCK revocation list", s -> {
            s.pckCrl.issuer = IntelNames.ROOT;
            s.pckCrl.signer = s.root.key;
        });
        both("root list of somebody else", "issuer of root revocation list", s -> s.rootCrl.issuer = SOMEBODY);
        both(
                "signature of the root list",
                "signature of root revocation list",
                s -> s.rootCrl.signer = SyntheticIntel.STRANGER);
        both(
                "signature of the PCK list",
                "signature of PCK revocation list",
                s -> s.pckCrl.signer = SyntheticIntel.STRANGER);
        both("changed PCK list", "signature of PCK revocation list", s -> s.pckCrl.broken = 0);
        both("algorithm of the PCK list", "signature algorithm of PCK", s -> s.pckCrl.algorithm = "SHA512withECDSA");
        both("part of the PCK list", "critical extensions of PCK revocation list", s -> s.pckCrl.delta = true);
        both("authority that may not revoke", "key usage of C=US", s -> s.authority.keyUsage = KeyUsage.keyCertSign);
    }

    private void collateralSigners() {
        both("name of the TCB signer", "name of the signer of the TCB info", s -> s.tcbSigner.subject = IntelNames.PCK);
        both(
                "name of the identity's signer",
                "name of the signer of the quoting enclave identity",
                s -> s.identitySigner.subject = IntelNames.PCK);
        both("TCB info signed by an authority", "basic constraints of C=US", s -> s.tcbSigner.pathLength = 0);
        both("signature of the TCB signer", "signature of C=US", s -> s.tcbSigner.signer = SyntheticIntel.STRANGER);
        both(
                "TCB signer without its root",
                "signer's chain of the TCB info",
                s -> s.tcbSignerChain = List.of(s.tcbSigner));
        both(
                "TCB signer below another authority",
                "signer's chain of the TCB info: found more",
                s -> s.tcbSignerChain = List.of(s.tcbSigner, s.authority, s.root));
        both("identity's signer of another root", "root key of the signer's chain", s -> {
            var other = IntelCertificate.authority(
                    IntelNames.ROOT, IntelNames.ROOT, SyntheticIntel.STRANGER, SyntheticIntel.STRANGER, 1);
            s.identitySigner.signer = SyntheticIntel.STRANGER;
            s.identitySignerChain = List.of(s.identitySigner, other);
        });
        both("PCK certificate as TCB signer", "issuer of C=US", s -> {
            s.tcbSignerChain = List.of(s.pck, s.root);
            s.tcbInfo.signer = s.pck.key;
        });
    }

    private void quotingEnclave() {
        both("MISCSELECT of the QE", "MISCSELECT of the quoting enclave", s -> s.qeReport[16] = 1);
        both("debug of the QE", "ATTRIBUTES of the quoting enclave: found 13", s -> s.qeReport[48] |= 2);
        both("provisioning of the QE", "ATTRIBUTES of the quoting enclave", s -> s.qeReport[48] &= ~0x10);
        both("MRSIGNER of the QE", "MRSIGNER of the quoting enclave", s -> s.qeReport[159] ^= 1);
        both("ISVPRODID of the QE", "ISVPRODID of the quoting enclave: found 3, wanted 2", s -> s.qeReport[256] = 3);
        both("high octet of the QE's ISVPRODID", "ISVPRODID of the quoting enclave", s -> s.qeReport[257] = 1);
        both("ISVSVN of the QE unknown", "TCB level of the quoting enclave: found NoMatch", s -> s.qeReport[258] = 2);
        both("ISVSVN of the QE revoked", "TCB status: found Revoked", s -> s.qeReport[258] = 3);
        both(
                "identity of another enclave",
                "quoting enclave identity: found QVE",
                s -> s.identity.replace("\"id\":\"" + SyntheticIntel.tee(s.kind).identityId(), "\"id\":\"QVE"));
        add(
                "identity of SGX for TDX",
                Kind.TDX_4,
                "quoting enclave identity: found QE",
                s -> s.identity.replace("TD_QE", "QE"));
        add(
                "identity of TDX for SGX",
                Kind.SGX_3,
                "quoting enclave identity: found TD_QE",
                s -> s.identity.replace("\"QE\"", "\"TD_QE\""));
        both(
                "version of the identity",
                "quoting enclave identity at $.version",
                s -> s.identity.replace("\"version\":2", "\"version\":1"));
        both(
                "identity without levels",
                "quoting enclave identity at $.tcbLevels",
                s -> s.identity.text = s.identity.text.replaceFirst("\"tcbLevels\":.*", "\"tcbLevels\":[]}"));
        both(
                "QE level twice",
                "quoting enclave identity at $.tcbLevels[1]",
                s -> s.identity.replace("\"isvsvn\":6", "\"isvsvn\":8"));
        both(
                "status of a QE level",
                "quoting enclave identity at $.tcbLevels[1].tcbStatus",
                s -> s.identity.replace("\"OutOfDate\"", "\"SWHardeningNeeded\""));
        for (var name : List.of(
                "miscselect",
                "miscselectMask",
                "attributes",
                "attributesMask",
                "mrsigner",
                "isvprodid",
                "issueDate",
                "nextUpdate",
                "tcbEvaluationDataNumber",
                "tcbLevels",
                "id",
                "version")) {
            both(
                    "identity without " + name,
                    "quoting enclave identity at $",
                    s -> s.identity.replace("\"" + name + "\":", "\"another\":"));
        }
    }

    private void fit() {
        both("FMSPC", "FMSPC of the TCB info", s -> s.tcbInfo.replace("90C06F000000", "90C06F000001"));
        both(
                "FMSPC of the certificate",
                "FMSPC of the TCB info",
                s -> s.pckExtension.parts.put(4, SgxExtension.octets("90c06f010000")));
        both("PCE id", "PCE id of the TCB info", s -> s.tcbInfo.replace("\"pceId\":\"0000\"", "\"pceId\":\"0100\""));
        both(
                "PCE id of the certificate",
                "PCE id of the TCB info",
                s -> s.pckExtension.parts.put(3, SgxExtension.octets("0001")));
        add(
                "TCB info of TDX for SGX",
                Kind.SGX_3,
                "TCB info: found TDX, wanted SGX",
                s -> s.tcbInfo.text = IntelDocuments.tcbInfo(true));
        add(
                "TCB info of SGX for TDX",
                Kind.TDX_4,
                "TCB info: found SGX, wanted TDX",
                s -> s.tcbInfo.text = IntelDocuments.tcbInfo(false));
        add(
                "TCB info of version 2 for TDX",
                Kind.TDX_4,
                "TCB info: found SGX",
                s -> s.tcbInfo.text = IntelDocuments.tcbInfo2());
        both(
                "version of the TCB info",
                "TCB info at $.version",
                s -> s.tcbInfo.replace("\"version\":3", "\"version\":4"));
        both("TCB type", "TCB info at $.tcbType", s -> s.tcbInfo.replace("\"tcbType\":0", "\"tcbType\":1"));
        both(
                "evaluation number",
                "TCB info at $.tcbEvaluationDataNumber",
                s -> s.tcbInfo.replace("\"tcbEvaluationDataNumber\":18", "\"tcbEvaluationDataNumber\":-1"));
        both(
                "dates the other way round",
                "TCB info at $.nextUpdate",
                s -> s.tcbInfo.replace(
                        IntelDocuments.NEXT.toString(),
                        IntelDocuments.ISSUED.minusSeconds(1).toString()));
        both(
                "date that is none",
                "TCB info at $.issueDate",
                s -> s.tcbInfo.replace("\"2026-01-15T11:46:40Z\"", "\"2026-13-15T11:46:40Z\""));
        both("date of another form", "TCB info at $.issueDate", s -> s.tcbInfo.replace("11:46:40Z", "11:46:40.5Z"));
        both(
                "unknown id",
                "TCB info at $.id",
                s -> s.tcbInfo.replace("\"id\":\"" + SyntheticIntel.tee(s.kind).tcbInfoId() + "\"", "\"id\":\"XYZ\""));
        both("TCB info that is no JSON", "TCB info at $", s -> s.tcbInfo.text = s.tcbInfo.text + "}");
        both(
                "TCB info twice",
                "TCB info at $",
                s -> s.tcbInfo.replace(
                        "{\"id\":\"" + SyntheticIntel.tee(s.kind).tcbInfoId(),
                        "{\"id\":\"SGX\",\"id\":\"" + SyntheticIntel.tee(s.kind).tcbInfoId()));
        both(
                "TCB info too large",
                "size of the TCB info",
                s -> s.tcbInfo.text = s.tcbInfo.text + " ".repeat(128 * 1024));
        both(
                "TCB info without levels",
                "TCB info at $.tcbLevels",
                s -> s.tcbInfo.text =
                        s.tcbInfo.text.replaceFirst("\"tcbLevels\":\\[\\{\"tcb\":\\{\"sgx.*", "\"tcbLevels\":[]}"));
        for (var name : List.of(
                "version", "issueDate", "nextUpdate", "fmspc", "pceId", "tcbType", "tcbEvaluationDataNumber", "id")) {
            both(
                    "TCB info without " + name,
                    "TCB info at $",
                    s -> s.tcbInfo.replace("\"" + name + "\":", "\"another\":"));
        }
        for (var name : List.of("sgxtcbcomponents", "pcesvn", "tcbDate", "tcbStatus", "tcb")) {
            both(
                    "TCB level without " + name,
                    "TCB info at $.t",
                    s -> s.tcbInfo.replace("\"" + name + "\":", "\"another\":"));
        }
    }

    private void module() {
        tdx("MRSIGNERSEAM", "MRSIGNERSEAM", s -> s.body[64] = 1);
        tdx(
                "MRSIGNERSEAM that no identity has",
                "MRSIGNERSEAM",
                s -> s.tcbInfo.replace("\"mrsigner\":\"" + "00".repeat(48), "\"mrsigner\":\"" + "01".repeat(48)));
        tdx("SEAMATTRIBUTES", "SEAMATTRIBUTES", s -> s.body[112] = 1);
        tdx("SEAMATTRIBUTES outside the mask", "SEAMATTRIBUTES", s -> {
            s.body[112] = 1;
            s.tcbInfo.replace("\"attributesMask\":\"" + "FF".repeat(8), "\"attributesMask\":\"" + "00".repeat(8));
        });
        tdx(
                "SEAMATTRIBUTES that are wanted",
                "SEAMATTRIBUTES",
                s -> s.tcbInfo.replace("\"attributes\":\"" + "00".repeat(8), "\"attributes\":\"01" + "00".repeat(7)));
        tdx("unknown version of the module", "identity of the TDX module", s -> s.body[1] = 2);
        tdx(
                "no identities of modules",
                "identity of the TDX module",
                s -> s.tcbInfo.replace("tdxModuleIdentities", "another"));
        tdx("module below all levels", "TCB level of the TDX module: found NoMatch", s -> s.body[0] = 1);
        tdx("module revoked", "TCB status: found Revoked", s -> s.body[0] = 2);
        tdx("module twice", "TCB info at $.tdxModuleIdentities[1]", s -> s.tcbInfo.replace("TDX_01", "TDX_03"));
        tdx("name of a module", "TCB info at $.tdxModuleIdentities[1].id", s -> s.tcbInfo.replace("TDX_01", "TDX_1"));
        tdx("TCB info without a module", "TCB info at $", s -> s.tcbInfo.replace("\"tdxModule\"", "\"another\""));
        tdx(
                "TCB level without TDX components",
                "TCB info at $.tcbLevels[0].tcb",
                s -> s.tcbInfo.replace("tdxtcbcomponents", "another"));
        add("module that runs now is unknown", Kind.TDX_5_15, "identity of the TDX module that runs now", s -> {
            s.body[0] = 4;
            s.body[585] = 9;
        });
    }

    private void levels() {
        both("SGX component below all levels", "TCB level: found NoMatch", s -> s.pckExtension.component(3, 0));
        both("last SGX component below all levels", "TCB level: found NoMatch", s -> s.pckExtension.component(16, 0));
        both("PCE below all levels", "TCB level: found NoMatch", s -> s.pckExtension.component(17, 4));
        both("level revoked", "TCB status: found Revoked", s -> s.pckExtension.component(1, 1));
        tdx("TDX component below all levels", "TCB level: found NoMatch", s -> s.body[2] = 1);
        add("module of version 0 below all levels", Kind.TDX_4, "TCB level: found NoMatch", s -> {
            s.body[0] = 1;
            s.body[1] = 0;
        });
        both(
                "too few components",
                "TCB info at $.tcbLevels[0].tcb.sgxtcbcomponents",
                s -> s.tcbInfo.text = s.tcbInfo.text.replaceFirst("\\{\"svn\":5,\"category\":\"BIOS\"},", ""));
        both(
                "too many components",
                "TCB info at $.tcbLevels[0].tcb.sgxtcbcomponents",
                s -> s.tcbInfo.text = s.tcbInfo.text.replaceFirst("(\\{\"svn\":5,\"category\":\"BIOS\"},)", "$1$1"));
        both(
                "component that is no octet",
                "TCB info at $.tcbLevels[0].tcb.sgxtcbcomponents[0].svn",
                s -> s.tcbInfo.text = s.tcbInfo.text.replaceFirst("\"svn\":5", "\"svn\":256"));
        both(
                "component that is no number",
                "TCB info at $.tcbLevels[0].tcb.sgxtcbcomponents[0].svn",
                s -> s.tcbInfo.text = s.tcbInfo.text.replaceFirst("\"svn\":5", "\"svn\":\"5\""));
        both(
                "PCE version that is too large",
                "TCB info at $.tcbLevels[0].tcb.pcesvn",
                s -> s.tcbInfo.text = s.tcbInfo.text.replaceFirst("\"pcesvn\":11", "\"pcesvn\":65536"));
        both(
                "status that nobody knows",
                "TCB info at $.tcbLevels[1].tcbStatus",
                s -> s.tcbInfo.replace("SWHardeningNeeded", "Excellent"));
        both(
                "status that no level has",
                "TCB info at $.tcbLevels[1].tcbStatus",
                s -> s.tcbInfo.replace("SWHardeningNeeded", "TDRelaunchAdvised"));
        both(
                "advisory that is none",
                "TCB info at $.tcbLevels[1].advisoryIDs[0]",
                s -> s.tcbInfo.replace("INTEL-SA-00615", "see website"));
        both("serial of the wrong list", "revocation of C=US", s -> {
            s.pck.serial = BigInteger.valueOf(77);
        });
        add("level twice", Kind.SGX_3, "TCB info at $.tcbLevels[1] (byte", s -> {
            s.tcbInfo.replace("\"svn\":4", "\"svn\":5");
        });
    }
}
