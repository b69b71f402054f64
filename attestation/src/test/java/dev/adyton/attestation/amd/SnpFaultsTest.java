package dev.adyton.attestation.amd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.CertificateMaker;
import dev.adyton.testkit.vendors.CrlMaker;
import dev.adyton.testkit.vendors.SnpField;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One thing is wrong, all else is right and signed by those who should: refused, saying what. */
class SnpFaultsTest {
    private static final String PSS = CertificateMaker.PSS_SHA384;

    private static DynamicTest milan(String fault, Consumer<SnpMachine> change, String message) {
        return refused("Milan: " + fault, SnpMachine.milan(), change, message);
    }

    private static DynamicTest turin(String fault, Consumer<SnpMachine> change, String message) {
        return refused("Turin: " + fault, SnpMachine.turin(), change, message);
    }

    private static DynamicTest vlek(String fault, Consumer<SnpMachine> change, String message) {
        return refused("VLEK: " + fault, new SnpMachine(Product.GENOA, 3, SigningKey.VLEK), change, message);
    }

    private static DynamicTest refused(String fault, SnpMachine machine, Consumer<SnpMachine> change, String message) {
        return DynamicTest.dynamicTest(fault, () -> {
            change.accept(machine);
            SnpVerifierTest.assertRefused(machine, message);
        });
    }

    @TestFactory
    Stream<DynamicTest> reports() {
        return Stream.of(
                milan("version 1", m -> m.set(SnpField.VERSION, 1), "version of the report: found 1, wanted 2, 3 or 5"),
                milan("version 4", m -> m.set(SnpField.VERSION, 4), "version of the report: found 4"),
                milan("version 6", m -> m.set(SnpField.VERSION, 6), "version of the report: found 6"),
                milan("version 2^32-1", m -> m.set(SnpField.VERSION, -1), "version of the report: found 4294967295"),
                milan(
                        "policy bit 17",
                        m -> m.set(SnpField.POLICY, 0x10000),
                        "guest policy: found 0x10000, wanted bit 17"),
                milan("policy bit 26", m -> m.set(SnpField.POLICY, 0x4020000), "guest policy: found 0x4020000"),
                milan("policy bit 63", m -> m.set(SnpField.POLICY, (1L << 63) | 0x20000), "guest policy: found 0x8000"),
                milan("VMPL 4", m -> m.set(SnpField.VMPL, 4), "VMPL: found 4, wanted 0 to 3"),
                milan("VMPL of the host", m -> m.set(SnpField.VMPL, -1), "VMPL: found 4294967295"),
                milan(
                        "algorithm 0",
                        m -> m.set(SnpField.SIGNATURE_ALGO, 0),
                        "signature algorithm of the report: found 0, wanted 1"),
                milan(
                        "algorithm 2",
                        m -> m.set(SnpField.SIGNATURE_ALGO, 2),
                        "signature algorithm of the report: found 2"),
                milan("signing key 2", m -> m.set(SnpField.FLAGS, 2 << 2), "signing key of the report: found 2"),
                milan("signing key none", m -> m.set(SnpField.FLAGS, 7 << 2), "signing key of the report: found 7"),
                milan("flag 5", m -> m.set(SnpField.FLAGS, 1 << 5), "flags of the report: found 0x20"),
                milan("flag 31", m -> m.set(SnpField.FLAGS, 1L << 31), "flags of the report: found 0x80000000"),
                reserved(SnpField.RESERVED_04C),
                reserved(SnpField.RESERVED_18B),
                reserved(SnpField.RESERVED_1EB),
                reserved(SnpField.RESERVED_1EF),
                reserved(SnpField.LAUNCH_MIT_VECTOR),
                reserved(SnpField.CURRENT_MIT_VECTOR),
                reserved(SnpField.RESERVED_208),
                reserved(SnpField.SIGNATURE_RESERVED),
                refused(
                        "family in version 2",
                        new SnpMachine(Product.MILAN, 2, SigningKey.VCEK),
                        m -> m.set(SnpField.CPUID_FAM_ID, 0x19),
                        "reserved bytes at 0x188"),
                milan(
                        "another key",
                        m -> m.reportKey = SyntheticKeys.p384("other").getPrivate(),
                        "signature of the report"),
                milan(
                        "no signature",
                        m -> m.afterSigning = zero(SnpField.SIGNATURE_R, SnpField.SIGNATURE_S),
                        "signature of the report"),
                milan("R zero", m -> m.afterSigning = zero(SnpField.SIGNATURE_R), "signature of the report"),
                milan("S zero", m -> m.afterSigning = zero(SnpField.SIGNATURE_S), "signature of the report"),
                milan(
                        "R too long",
                        m -> m.afterSigning = r -> with(r, SnpField.SIGNATURE_R.offset() + 48, 1),
                        "SIGNATURE_R of the report"),
                milan(
                        "S too long",
                        m -> m.afterSigning = r -> with(r, SnpField.SIGNATURE_S.offset() + 71, 1),
                        "SIGNATURE_S of the report"),
                milan(
                        "R above the order",
                        m -> m.afterSigning = r -> {
                            Arrays.fill(
                                    r, SnpField.SIGNATURE_R.offset(), SnpField.SIGNATURE_R.offset() + 48, (byte) 0xff);
                            return r;
                        },
                        "signature of the report"));
    }

    private static DynamicTest reserved(SnpField field) {
        return milan(
                "reserved " + field,
                m -> m.report[field.offset() + field.size() - 1] = 1,
                "reserved bytes at 0x%03x of the report".formatted(field.offset()));
    }

    private static UnaryOperator<byte[]> zero(SnpField... fields) {
        return report -> {
            for (var field : fields) {
                Arrays.fill(report, field.offset(), field.offset() + field.size(), (byte) 0);
            }
            return report;
        };
    }

    private static byte[] with(byte[] report, int index, int value) {
        report[index] = (byte) value;
        return report;
    }

    @TestFactory
    Stream<DynamicTest> reports_against_the_certificate_of_their_key() {
        return Stream.of(
                milan(
                        "structure version",
                        m -> m.extension("1", SnpMachine.integer(1)),
                        "structure version of the VCEK: found 1, wanted 0"),
                turin(
                        "structure version",
                        m -> m.extension("1", SnpMachine.integer(0)),
                        "structure version of the VCEK: found 0, wanted 1"),
                milan("no structure version", m -> remove(m, "1"), "1.3.6.1.4.1.3704.1.1 of the VCEK: found none"),
                milan(
                        "product",
                        m -> m.extension("2", SnpMachine.string(0x16, "Genoa-B1")),
                        "product of the VCEK: found Genoa-B1, wanted Milan"),
                milan(
                        "unknown product",
                        m -> m.extension("2", SnpMachine.string(0x16, "Rome")),
                        "product of the VCEK: found Rome"),
                milan(
                        "product in a BIT STRING",
                        m -> m.extension("2", SnpMachine.string(0x03, "Milan")),
                        "found tag 0x03"),
                milan("empty product", m -> m.extension("2", SnpMachine.string(0x16, "")), "found 0 characters"),
                milan(
                        "product with a line end",
                        m -> m.extension("2", SnpMachine.string(0x16, "Milan\n")),
                        "printable"),
                milan("no product", m -> remove(m, "2"), "1.3.6.1.4.1.3704.1.2 of the VCEK: found none"),
                milan(
                        "boot loader",
                        m -> m.extension("3.1", SnpMachine.integer(3)),
                        "reported TCB: found boot loader 4"),
                milan("TEE", m -> m.extension("3.2", SnpMachine.integer(0)), "reported TCB"),
                milan("SNP", m -> m.extension("3.3", SnpMachine.integer(23)), "reported TCB"),
                milan("microcode", m -> m.extension("3.8", SnpMachine.integer(218)), "reported TCB"),
                turin("FMC", m -> m.extension("3.9", SnpMachine.integer(1)), "reported TCB: found FMC 2"),
                milan("no boot loader", m -> remove(m, "3.1"), "1.3.6.1.4.1.3704.1.3.1 of the VCEK: found none"),
                milan("no TEE", m -> remove(m, "3.2"), "3704.1.3.2 of the VCEK: found none"),
                milan("no SNP", m -> remove(m, "3.3"), "3704.1.3.3 of the VCEK: found none"),
                milan("no microcode", m -> remove(m, "3.8"), "3704.1.3.8 of the VCEK: found none"),
                turin("no FMC", m -> remove(m, "3.9"), "3704.1.3.9 of the VCEK: found none"),
                milan(
                        "FMC",
                        m -> m.extension("3.9", SnpMachine.integer(0)),
                        "3704.1.3.9 of the VCEK: found one, wanted none, as it is Milan"),
                milan(
                        "reserved SPL",
                        m -> m.extension("3.4", SnpMachine.integer(1)),
                        "3704.1.3.4 of the VCEK: found 1, wanted 0"),
                milan("SPL above 255", m -> m.extension("3.1", new byte[] {2, 2, 1, 4}), "found an INTEGER above 255"),
                milan(
                        "SPL below 0",
                        m -> m.extension("3.1", new byte[] {2, 1, (byte) 0x84}),
                        "found a negative INTEGER"),
                milan("SPL in two octets", m -> m.extension("3.1", new byte[] {2, 2, 0, 4}), "leading zero octet"),
                milan("SPL and more", m -> m.extension("3.1", new byte[] {2, 1, 4, 0}), "found 1 octets more"),
                milan("SPL empty", m -> m.extension("3.1", new byte[] {}), "found the end"),
                milan("another chip", m -> m.fill(SnpField.CHIP_ID, 0xc2), "chip id of the report"),
                milan("masked chip id", m -> m.fill(SnpField.CHIP_ID, 0), "chip id of the report"),
                milan("short hardware id", m -> m.extension("4", new byte[8]), "3704.1.4 of the VCEK"),
                milan("no hardware id", m -> remove(m, "4"), "3704.1.4 of the VCEK: found none"),
                milan(
                        "a provider",
                        m -> m.extension("5", SnpMachine.string(0x16, "x")),
                        "3704.1.5 of the VCEK: found one"),
                turin(
                        "chip id not ending in zeros",
                        m -> m.report[SnpField.CHIP_ID.offset() + 8] = 1,
                        "chip id of the report"),
                turin(
                        "hardware id of 64 bytes",
                        m -> m.extension("4", Arrays.copyOf(m.report, 64)),
                        "3704.1.4 of the VCEK"),
                vlek(
                        "a hardware id",
                        m -> m.extension("4", new byte[64]),
                        "3704.1.4 of the VLEK: found one, wanted none"),
                vlek("no provider", m -> remove(m, "5"), "3704.1.5 of the VLEK: found none"),
                milan(
                        "reserved TCB bytes",
                        m -> m.report[SnpField.CURRENT_TCB.offset() + 2] = 1,
                        "CURRENT_TCB of the report"),
                turin(
                        "reserved TCB bytes",
                        m -> m.report[SnpField.LAUNCH_TCB.offset() + 6] = 1,
                        "LAUNCH_TCB of the report"),
                milan(
                        "committed TCB in Turin's layout",
                        m -> m.put(SnpField.COMMITTED_TCB, SnpMachine.turin().tcb()),
                        "COMMITTED_TCB of the report: found 0204011800"),
                turin(
                        "Turin's layout read as Milan",
                        m -> {
                            m.set(SnpField.CPUID_FAM_ID, 0x19).set(SnpField.CPUID_MOD_ID, 1);
                            var milan = SnpMachine.milan();
                            m.root = milan.root;
                            m.authority = milan.authority;
                            m.signer = milan.signer;
                        },
                        "chip id of the report"));
    }

    private static void remove(SnpMachine machine, String suffix) {
        machine.signer = machine.signer.withoutExtension(SnpMachine.EXTENSIONS + suffix);
    }

    @TestFactory
    Stream<DynamicTest> chains() {
        var other = SyntheticKeys.rsa("other", 4096);
        var small = SyntheticKeys.rsa("small", 2048);
        return Stream.of(
                milan(
                        "signer by another key",
                        m -> m.signer = m.signer.signedBy(other.getPrivate(), PSS),
                        "signature of CN=SEV-VCEK"),
                milan(
                        "authority by another key",
                        m -> m.authority = m.authority.signedBy(other.getPrivate(), PSS),
                        "signature of CN=SEV-Milan"),
                milan(
                        "signer by PKCS #1",
                        m -> m.signer = m.signer.signedBy(SnpMachine.AUTHORITY.getPrivate(), "SHA384withRSA"),
                        "signature algorithm of CN=SEV-VCEK"),
                milan(
                        "signer by PSS with SHA-256",
                        m -> m.signer = m.signer.signedBy(SnpMachine.AUTHORITY.getPrivate(), "SHA256WITHRSAANDMGF1"),
                        "signature algorithm of CN=SEV-VCEK"),
                milan(
                        "authority by PSS with SHA-512",
                        m -> m.authority = m.authority.signedBy(SnpMachine.ROOT.getPrivate(), "SHA512WITHRSAANDMGF1"),
                        "signature algorithm of CN=SEV-Milan"),
                milan(
                        "authority with a short key",
                        m -> {
                            m.authority = m.authority.key(small.getPublic());
                            m.signer = m.signer.signedBy(small.getPrivate(), PSS);
                        },
                        "key that signed CN=SEV-VCEK"),
                milan(
                        "signer's issuer",
                        m -> m.signer = m.signer.issuer(SnpMachine.name("SEV-Genoa")),
                        "issuer of CN=SEV-VCEK"),
                milan(
                        "authority's issuer",
                        m -> m.authority = m.authority.issuer(SnpMachine.name("ARK-Genoa")),
                        "issuer of CN=SEV-Milan"),
                milan(
                        "authority's name",
                        m -> {
                            m.authority = m.authority.subject("CN=SEV-Milan, O=Someone");
                            m.signer = m.signer.issuer("CN=SEV-Milan, O=Someone");
                        },
                        "authority of the VCEK"),
                milan(
                        "signer's name",
                        m -> m.signer = m.signer.subject(SnpMachine.name("SEV-Milan")),
                        "subject of the VCEK"),
                milan(
                        "root is no authority",
                        m -> m.root = m.root.basicConstraints(new BasicConstraints(false)),
                        "basic constraints of CN=ARK-Milan"),
                milan(
                        "authority is none",
                        m -> m.authority = m.authority.basicConstraints(new BasicConstraints(false)),
                        "basic constraints of CN=SEV-Milan"),
                milan(
                        "authority without basic constraints",
                        m -> m.authority = m.authority.withoutExtension("2.5.29.19"),
                        "basic constraints of CN=SEV-Milan"),
                milan(
                        "root's path length",
                        m -> m.root = m.root.basicConstraints(new BasicConstraints(0)),
                        "path length of CN=ARK-Milan"),
                milan(
                        "authority's key usage",
                        m -> m.authority = m.authority.keyUsage(KeyUsage.digitalSignature),
                        "key usage of CN=SEV-Milan"),
                milan(
                        "authority without key usage",
                        m -> m.authority = m.authority.withoutExtension("2.5.29.15"),
                        "key usage of CN=SEV-Milan"),
                milan(
                        "authority as signer",
                        m -> m.signer = m.signer.authority(0).subject(SnpMachine.name("SEV-VCEK")),
                        "basic constraints of CN=SEV-VCEK"),
                milan(
                        "signer's key usage",
                        m -> m.signer = m.signer.keyUsage(KeyUsage.keyAgreement),
                        "key usage of CN=SEV-VCEK"),
                milan(
                        "signer's extended key usage",
                        m -> m.signer = m.signer.extension("2.5.29.37", false, serverAuth()),
                        "extended key usage of CN=SEV-VCEK"),
                milan(
                        "signer's critical extension",
                        m -> m.signer = m.signer.extension("1.2.3.4", true, new byte[] {5, 0}),
                        "critical extensions of CN=SEV-VCEK"),
                milan(
                        "authority's critical extension",
                        m -> m.authority = m.authority.extension("1.2.3.4", true, new byte[] {5, 0}),
                        "critical extensions of CN=SEV-Milan"),
                milan(
                        "signer of version 1",
                        m -> m.signer = m.signer.version(1),
                        "certificate of the VCEK: found version 1"),
                milan(
                        "signer on P-256",
                        m -> {
                            var p256 = SyntheticKeys.p256("P-256");
                            m.signer = m.signer.key(p256.getPublic());
                        },
                        "key that signed the report: found another kind"),
                milan(
                        "signer with RSA",
                        m -> m.signer = m.signer.key(small.getPublic()),
                        "key that signed the report: found another kind: RSA"),
                milan(
                        "VLEK for VCEK",
                        m -> {
                            var vlek = new SnpMachine(Product.MILAN, 3, SigningKey.VLEK);
                            m.authority = vlek.authority;
                            m.signer = vlek.signer;
                        },
                        "authority of the VCEK"),
                vlek(
                        "VCEK for VLEK",
                        m -> {
                            var vcek = new SnpMachine(Product.GENOA, 3, SigningKey.VCEK);
                            m.authority = vcek.authority;
                            m.signer = vcek.signer;
                        },
                        "authority of the VLEK"),
                vlek(
                        "VLEK by the authority for VCEKs",
                        m -> {
                            var vcek = new SnpMachine(Product.GENOA, 3, SigningKey.VCEK);
                            m.authority = vcek.authority;
                            m.signer = m.signer.issuer(SnpMachine.name("SEV-Genoa"));
                        },
                        "authority of the VLEK"),
                refused(
                        "version 2 by nobody known",
                        new SnpMachine(Product.MILAN, 2, SigningKey.VCEK),
                        m -> m.signer = m.signer.issuer(SnpMachine.name("SEV-Rome")),
                        "issuer of the VCEK: found CN=SEV-Rome"),
                refused(
                        "version 2 by an authority of another product",
                        new SnpMachine(Product.MILAN, 2, SigningKey.VCEK),
                        m -> m.signer = m.signer.issuer(SnpMachine.name("SEV-Genoa")),
                        "root key for Genoa: found none configured"));
    }

    private static byte[] serverAuth() {
        return Bytes.hex("300a06082b06010505070301").toByteArray();
    }

    @TestFactory
    Stream<DynamicTest> instants() {
        var before = SnpMachine.NOW.minus(Duration.ofDays(1));
        var after = SnpMachine.NOW.plus(Duration.ofDays(1));
        var second = Duration.ofSeconds(1);
        return Stream.of(
                milan(
                        "root expired",
                        m -> m.root = m.root.valid(before, SnpMachine.NOW.minus(second)),
                        "validity of CN=ARK-Milan"),
                milan(
                        "root of the future",
                        m -> m.root = m.root.valid(SnpMachine.NOW.plus(second), after),
                        "validity of CN=ARK-Milan"),
                milan(
                        "authority expired",
                        m -> m.authority = m.authority.valid(before, SnpMachine.NOW.minus(second)),
                        "validity of CN=SEV-Milan"),
                milan(
                        "authority of the future",
                        m -> m.authority = m.authority.valid(SnpMachine.NOW.plus(second), after),
                        "validity of CN=SEV-Milan"),
                milan(
                        "signer expired",
                        m -> m.signer = m.signer.valid(before, SnpMachine.NOW.minus(second)),
                        "validity of CN=SEV-VCEK"),
                milan(
                        "signer of the future",
                        m -> m.signer = m.signer.valid(SnpMachine.NOW.plus(second), after),
                        "validity of CN=SEV-VCEK"),
                list(
                        "expired",
                        m -> m.emptyList().valid(before, SnpMachine.NOW.minus(second)),
                        "validity of revocation list of the ARK"),
                list(
                        "of the future",
                        m -> m.emptyList().valid(SnpMachine.NOW.plus(second), after),
                        "validity of revocation list of the ARK"));
    }

    @TestFactory
    Stream<DynamicTest> revocation() {
        return Stream.of(
                list("with the authority on it", m -> m.emptyList().revoking(7), "revocation of CN=SEV-Milan"),
                list("with the VCEK on it", SnpFaultsTest::revokingSigner, "revocation of CN=SEV-VCEK"),
                vlek(
                        "revocation list with the authority on it",
                        m -> m.revocationList = Optional.of(m.emptyList().revoking(7)),
                        "revocation of CN=SEV-VLEK-Genoa"),
                vlek(
                        "revocation list with the VLEK on it",
                        m -> m.revocationList = Optional.of(revokingSigner(m)),
                        "revocation of CN=SEV-VLEK,"),
                list(
                        "without an end",
                        m -> m.emptyList().withoutNextUpdate(),
                        "next update of revocation list of the ARK: found none"),
                list(
                        "that is a part",
                        m -> m.emptyList().asDelta(),
                        "critical extensions of revocation list of the ARK"),
                list(
                        "of another root",
                        m -> m.emptyList().issuer(SnpMachine.name("ARK-Genoa")),
                        "issuer of revocation list of the ARK"),
                list(
                        "by another key",
                        m -> m.emptyList().signedBy(SnpMachine.AUTHORITY.getPrivate(), PSS),
                        "signature of revocation list of the ARK"),
                list(
                        "by PKCS #1",
                        m -> m.emptyList().signedBy(SnpMachine.ROOT.getPrivate(), "SHA384withRSA"),
                        "signature algorithm of revocation list of the ARK"),
                milan(
                        "a root that may not revoke",
                        m -> {
                            m.root = m.root.keyUsage(KeyUsage.keyCertSign);
                            m.revocationList = Optional.of(m.emptyList());
                        },
                        "key usage of CN=ARK-Milan"));
    }

    private static CrlMaker revokingSigner(SnpMachine machine) {
        machine.signer = machine.signer.serial(12);
        return machine.emptyList().revoking(12);
    }

    private static DynamicTest list(String fault, Function<SnpMachine, CrlMaker> list, String message) {
        return milan("revocation list " + fault, m -> m.revocationList = Optional.of(list.apply(m)), message);
    }

    @Test
    void a_revocation_list_that_is_right_is_told() throws Exception {
        var machine = SnpMachine.milan();
        machine.revocationList = Optional.of(machine.emptyList().revoking(8));
        assertThat(machine.verify().signer().revocationChecked()).isTrue();
    }

    @Test
    void without_the_revocation_list_that_is_required_it_is_refused() throws Exception {
        var machine = SnpMachine.milan();
        var strict = machine.anchors().requiringRevocationList();
        Assertions.assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(machine.sign(), machine.endorsements(), strict, SnpMachine.NOW))
                .withMessage("revocation list of the ARK: found none, wanted one, as it is required");
        machine.revocationList = Optional.of(machine.emptyList());
        SnpVerifier.verify(machine.sign(), machine.endorsements(), strict, SnpMachine.NOW);
    }

    @Test
    void bytes_after_a_revocation_list_or_certificate_are_refused() {
        var machine = SnpMachine.milan();
        var list = Bytes.of(machine.emptyList().make());
        var longer = Bytes.of(Arrays.copyOf(list.toByteArray(), list.size() + 1));
        var certificate = Bytes.of(machine.signer.make());
        var longerCertificate = Bytes.of(Arrays.copyOf(certificate.toByteArray(), certificate.size() + 1));
        Assertions.assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(
                        machine.sign(),
                        machine.endorsements().withRevocationList(longer),
                        machine.anchors(),
                        SnpMachine.NOW))
                .withMessageContaining("of which not all are the list");
        Assertions.assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.verify(
                        machine.sign(),
                        SnpEndorsements.of(longerCertificate).withAuthority(Bytes.of(machine.authority.make())),
                        machine.anchors(),
                        SnpMachine.NOW))
                .withMessageContaining("of which not all are the certificate");
    }

    @Test
    void everything_is_valid_at_both_ends_of_its_validity() throws Exception {
        var machine = SnpMachine.milan();
        var end = Instant.parse("2026-06-15T13:00:00Z");
        machine.signer = machine.signer.valid(SnpMachine.NOW, end);
        machine.revocationList = Optional.of(machine.emptyList().valid(SnpMachine.NOW, end));
        SnpVerifier.verify(machine.sign(), machine.endorsements(), machine.anchors(), SnpMachine.NOW);
        SnpVerifier.verify(machine.sign(), machine.endorsements(), machine.anchors(), end);
    }
}
