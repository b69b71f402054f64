package dev.adyton.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.RawCbor;
import dev.adyton.testkit.vendors.SyntheticKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One thing is wrong, all else is right and signed by those who should: refused, saying what. */
class NitroFaultsTest {
    private static final byte[] ONE = RawCbor.integer(1);

    private static DynamicTest refused(String fault, Consumer<NitroEnclave> change, String message) {
        return DynamicTest.dynamicTest(fault, () -> {
            var enclave = new NitroEnclave();
            change.accept(enclave);
            assertThatExceptionOfType(VerificationException.class)
                    .isThrownBy(enclave::verify)
                    .withMessageContaining(message);
        });
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        var es384 = RawCbor.integer(-35);
        return Stream.of(
                refused("tag 17", e -> e.document = d -> RawCbor.tag(17, d), "COSE_Sign1: found a tag"),
                refused(
                        "tag 18 twice",
                        e -> e.document = d -> RawCbor.tag(18, RawCbor.tag(18, d)),
                        "COSE_Sign1: found a tag"),
                refused("no array", e -> e.document = d -> RawCbor.bytes(d), "COSE_Sign1: found a byte string"),
                refused(
                        "array of 3",
                        e -> e.document = _ -> RawCbor.array(ONE, ONE, ONE),
                        "COSE_Sign1: found an array of 3"),
                refused(
                        "array of 5",
                        e -> e.document = _ -> RawCbor.array(ONE, ONE, ONE, ONE, ONE),
                        "COSE_Sign1: found an array of 5"),
                refused(
                        "ES256",
                        e -> e.protectedHeader = RawCbor.map(ONE, RawCbor.integer(-7)),
                        "found algorithm -7 in 1 entries, wanted algorithm -35"),
                refused("ES512", e -> e.protectedHeader = RawCbor.map(ONE, RawCbor.integer(-36)), "algorithm -36"),
                refused("EdDSA", e -> e.protectedHeader = RawCbor.map(ONE, RawCbor.integer(-8)), "algorithm -8"),
                refused("HMAC", e -> e.protectedHeader = RawCbor.map(ONE, RawCbor.integer(5)), "algorithm 5"),
                refused(
                        "algorithm as text",
                        e -> e.protectedHeader = RawCbor.map(ONE, RawCbor.text("ES384")),
                        "no algorithm"),
                refused("no algorithm", e -> e.protectedHeader = RawCbor.map(), "no algorithm in 0 entries"),
                refused("empty protected header", e -> e.protectedHeader = new byte[0], "protected header"),
                refused(
                        "algorithm twice",
                        e -> e.protectedHeader = RawCbor.map(ONE, es384, ONE, es384),
                        "a key for the second time"),
                refused(
                        "critical header",
                        e -> e.protectedHeader = RawCbor.map(ONE, es384, RawCbor.integer(2), RawCbor.array(ONE)),
                        "algorithm -35 in 2 entries"),
                refused(
                        "protected header no map",
                        e -> e.protectedHeader = RawCbor.array(ONE),
                        "protected header: found something else, wanted a map"),
                refused(
                        "unprotected key id",
                        e -> e.unprotectedHeader = RawCbor.map(RawCbor.integer(4), RawCbor.bytes(1, 1)),
                        "unprotected header"),
                refused(
                        "algorithm unprotected",
                        e -> {
                            e.protectedHeader = RawCbor.map();
                            e.unprotectedHeader = RawCbor.map(ONE, es384);
                        },
                        "protected header: found no algorithm"),
                refused(
                        "unprotected header null",
                        e -> e.unprotectedHeader = RawCbor.nothing(),
                        "unprotected header: found null, wanted an empty map"),
                refused(
                        "signed by SHA-256",
                        e -> e.algorithm = "SHA256withECDSAinP1363Format",
                        "signature of the document"),
                refused("signature in DER", e -> e.algorithm = "SHA384withECDSA", "wanted 96"),
                refused(
                        "another key",
                        e -> e.key = SyntheticKeys.p384("other").getPrivate(),
                        "signature of the document"),
                refused("signature zero", e -> e.document = d -> zeroTail(d, 96), "signature of the document"),
                refused("S zero", e -> e.document = d -> zeroTail(d, 48), "signature of the document"),
                refused(
                        "payload replaced",
                        e -> e.document = d -> replaced(d, "i-1-enc2", "i-1-enc3"),
                        "signature of the document"),
                refused(
                        "larger than the device makes",
                        e -> e.put("nonce", RawCbor.bytes(0x3000, 1)),
                        "size of the document"),
                refused(
                        "a report of SEV-SNP",
                        e -> e.document = _ -> SnpMachine.milan().sign().toByteArray(),
                        "COSE_Sign1"),
                refused(
                        "text",
                        e -> e.document = _ -> "{\"sev-snp\":1}".getBytes(StandardCharsets.US_ASCII),
                        "COSE_Sign1"));
    }

    private static byte[] zeroTail(byte[] document, int count) {
        Arrays.fill(document, document.length - count, document.length, (byte) 0);
        return document;
    }

    private static byte[] replaced(byte[] document, String from, String to) {
        var latin = StandardCharsets.ISO_8859_1;
        return new String(document, latin).replaceFirst(from, to).getBytes(latin);
    }

    @TestFactory
    Stream<DynamicTest> documents() {
        var missing = Stream.of("module_id", "digest", "timestamp", "pcrs", "certificate", "cabundle")
                .flatMap(name -> Stream.of(
                        refused("no " + name, e -> e.entries.remove(name), name + ": found none, wanted one"),
                        refused(name + " null", e -> e.put(name, RawCbor.nothing()), name + ": found null"),
                        refused(
                                name + " of another type",
                                e -> e.put(name, RawCbor.tag(1, ONE)),
                                name + ": found a tag")));
        var given = Stream.of("public_key", "user_data", "nonce")
                .flatMap(name -> Stream.of(
                        refused(
                                name + " too long",
                                e -> e.put(name, RawCbor.bytes(1025, 1)),
                                name + ": found 1025 bytes, wanted 0 to 1024"),
                        refused(name + " as text", e -> e.put(name, RawCbor.text("x")), name + ": found a text")));
        return Stream.of(missing, given, others()).flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> others() {
        return Stream.of(
                refused(
                        "payload no map",
                        e -> e.payload = _ -> RawCbor.array(ONE),
                        "payload: found something else, wanted a map"),
                refused("payload and more", e -> e.payload = p -> Arrays.copyOf(p, p.length + 1), "after the item"),
                refused("an entry twice", e -> e.payload = _ -> twice(e), "a key for the second time"),
                refused(
                        "an entry twice, indefinite",
                        e -> e.payload = _ -> RawCbor.indefinite(5, twiceItems(e)),
                        "a key for the second time"),
                refused("an unknown entry", e -> e.put("pcr_names", RawCbor.map()), "payload: found 1 unknown entries"),
                refused(
                        "an entry with a number",
                        e -> e.payload = _ -> withNumber(e),
                        "payload: found 1 unknown entries"),
                refused(
                        "a document of NitroTPM",
                        e -> {
                            e.entries.remove("pcrs");
                            e.put("nitrotpm_pcrs", RawCbor.map());
                        },
                        "payload: found nitrotpm_pcrs"),
                refused("module_id empty", e -> e.put("module_id", RawCbor.text("")), "module_id: found 0 characters"),
                refused(
                        "module_id too long",
                        e -> e.put("module_id", RawCbor.text("x".repeat(129))),
                        "module_id: found 129 characters"),
                refused("module_id with a line end", e -> e.put("module_id", RawCbor.text("a\nb")), "printable"),
                refused(
                        "digest SHA256",
                        e -> e.put("digest", RawCbor.text("SHA256")),
                        "digest: found another one, wanted SHA384"),
                refused("timestamp zero", e -> e.put("timestamp", RawCbor.integer(0)), "timestamp: found not above 0"),
                refused(
                        "timestamp negative",
                        e -> e.put("timestamp", RawCbor.integer(-1)),
                        "timestamp: found not above 0"),
                refused(
                        "PCR 32",
                        e -> e.pcrs.put(32, RawCbor.bytes(48, 1)),
                        "index of a PCR: found another key, wanted 0 to 31"),
                refused("PCR -1", e -> e.pcrs.put(-1, RawCbor.bytes(48, 1)), "index of a PCR"),
                refused(
                        "PCR 2^32",
                        e -> e.put("pcrs", RawCbor.map(RawCbor.integer(1L << 32), RawCbor.bytes(48, 1))),
                        "index of a PCR"),
                refused(
                        "PCR by text",
                        e -> e.put("pcrs", RawCbor.map(RawCbor.text("0"), RawCbor.bytes(48, 1))),
                        "index of a PCR"),
                refused(
                        "PCR twice",
                        e -> e.put("pcrs", RawCbor.map(ONE, RawCbor.bytes(48, 1), ONE, RawCbor.bytes(48, 2))),
                        "a key for the second time"),
                refused("PCR of 32 bytes", e -> e.pcrs.put(4, RawCbor.bytes(32, 1)), "PCR4: found 32 bytes, wanted 48"),
                refused("PCR of 64 bytes", e -> e.pcrs.put(4, RawCbor.bytes(64, 1)), "PCR4: found 64 bytes"),
                refused("PCR null", e -> e.pcrs.put(4, RawCbor.nothing()), "PCR4: found null"),
                refused("no PCRs", e -> e.pcrs.clear(), "PCR0: found none"),
                refused("no PCR0", e -> e.pcrs.remove(0), "PCR0: found none"),
                refused("no PCR2", e -> e.pcrs.remove(2), "PCR2: found none"),
                refused(
                        "certificate empty",
                        e -> e.put("certificate", RawCbor.bytes(0, 0)),
                        "certificate: found 0 bytes"),
                refused(
                        "certificate too long",
                        e -> e.put("certificate", RawCbor.bytes(1025, 1)),
                        "certificate: found 1025 bytes"),
                refused(
                        "certificate no DER",
                        e -> e.put("certificate", RawCbor.bytes(100, 0x30)),
                        "certificate of the document"),
                refused("cabundle empty", e -> e.put("cabundle", RawCbor.array()), "cabundle: found 0 certificates"),
                refused(
                        "cabundle of text",
                        e -> e.put("cabundle", RawCbor.array(RawCbor.text("x"))),
                        "certificate of cabundle: found a text"),
                refused(
                        "cabundle of an empty one",
                        e -> e.put("cabundle", RawCbor.array(RawCbor.bytes(0, 0))),
                        "certificate of cabundle: found 0 bytes"),
                refused(
                        "cabundle of a long one",
                        e -> e.put("cabundle", RawCbor.array(RawCbor.bytes(1025, 0))),
                        "certificate of cabundle: found 1025 bytes"),
                refused(
                        "cabundle of 9",
                        e -> e.put(
                                "cabundle",
                                RawCbor.array(Collections.nCopies(9, RawCbor.bytes(1, 0))
                                        .toArray(byte[][]::new))),
                        "cabundle: found 9 certificates"));
    }

    private static byte[][] twiceItems(NitroEnclave enclave) {
        var items = new ArrayList<>(enclave.items());
        items.addAll(List.of(RawCbor.text("digest"), RawCbor.text("SHA384")));
        return items.toArray(byte[][]::new);
    }

    private static byte[] twice(NitroEnclave enclave) {
        return RawCbor.map(twiceItems(enclave));
    }

    private static byte[] withNumber(NitroEnclave enclave) {
        var items = new ArrayList<>(enclave.items());
        items.addAll(List.of(ONE, ONE));
        return RawCbor.map(items.toArray(byte[][]::new));
    }

    @TestFactory
    Stream<DynamicTest> chains() {
        var other = SyntheticKeys.p384("other");
        var p256 = SyntheticKeys.p256("P-256");
        var each = IntStream.rangeClosed(1, 4)
                .boxed()
                .flatMap(i -> Stream.of(
                        refused(
                                i + " by another key",
                                e -> e.change(i, c -> c.signedBy(other.getPrivate(), "SHA384withECDSA")),
                                "signature of CN="),
                        refused(
                                i + " by SHA-256",
                                e -> e.change(
                                        i,
                                        c -> c.signedBy(NitroEnclave.key(i - 1).getPrivate(), "SHA256withECDSA")),
                                "signature algorithm of CN="),
                        refused(
                                i + " by another issuer",
                                e -> e.change(i, c -> c.issuer("CN=someone")),
                                "issuer of CN="),
                        refused(
                                i + " of version 1",
                                e -> e.change(i, c -> c.version(1)),
                                "found version 1, wanted version 3"),
                        refused(
                                i + " with a critical extension",
                                e -> e.change(i, c -> c.extension("1.2.3", true, new byte[] {5, 0})),
                                "critical extensions of CN=")));
        var authorities = IntStream.rangeClosed(0, 3)
                .boxed()
                .flatMap(i -> Stream.of(
                        refused(
                                i + " is no authority",
                                e -> e.change(i, c -> c.basicConstraints(new BasicConstraints(false))),
                                "basic constraints of CN="),
                        refused(
                                i + " without basic constraints",
                                e -> e.change(i, c -> c.withoutExtension("2.5.29.19")),
                                "basic constraints of CN="),
                        refused(
                                i + " may not sign",
                                e -> e.change(i, c -> c.keyUsage(KeyUsage.digitalSignature)),
                                "key usage of CN=")));
        var paths = IntStream.rangeClosed(0, 2)
                .boxed()
                .map(i -> refused(
                        i + " path length",
                        e -> e.change(i, c -> c.basicConstraints(new BasicConstraints(2 - i))),
                        "path length of CN="));
        var leaf = Stream.of(
                refused("leaf is an authority", e -> e.change(4, c -> c.authority(0)), "basic constraints of CN=i-1"),
                refused(
                        "leaf may not sign",
                        e -> e.change(4, c -> c.keyUsage(KeyUsage.keyAgreement)),
                        "key usage of CN=i-1"),
                refused(
                        "leaf for servers",
                        e -> e.change(
                                4,
                                c -> c.extension(
                                        "2.5.29.37",
                                        false,
                                        Bytes.hex("300a06082b06010505070301").toByteArray())),
                        "extended key usage of CN=i-1"),
                refused(
                        "leaf on P-256",
                        e -> e.change(4, c -> c.key(p256.getPublic())),
                        "key that signed the document"),
                refused(
                        "zone on P-256",
                        e -> e.change(2, c -> c.key(p256.getPublic()))
                                .change(3, c -> c.signedBy(p256.getPrivate(), "SHA384withECDSA")),
                        "key that signed CN=instance"),
                refused("zone missing", e -> e.chain.remove(2), "issuer of CN=instance"),
                refused("root missing", e -> e.payload = _ -> withoutRoot(e), "root of cabundle"),
                refused("zone and instance exchanged", e -> Collections.swap(e.chain, 2, 3), "issuer of CN=instance"));
        return Stream.of(each, authorities, paths, leaf).flatMap(tests -> tests);
    }

    private static byte[] withoutRoot(NitroEnclave enclave) {
        var all = enclave.items();
        var bundle = enclave.chain.subList(1, 4).stream()
                .map(c -> RawCbor.bytes(c.make()))
                .toArray(byte[][]::new);
        all.set(11, RawCbor.array(bundle));
        return RawCbor.map(all.toArray(byte[][]::new));
    }

    @TestFactory
    Stream<DynamicTest> instants() {
        var second = Duration.ofSeconds(1);
        var day = Duration.ofDays(1);
        return IntStream.rangeClosed(0, 4)
                .boxed()
                .flatMap(i -> Stream.of(
                        refused(
                                i + " expired",
                                e -> e.change(
                                        i, c -> c.valid(NitroEnclave.NOW.minus(day), NitroEnclave.NOW.minus(second))),
                                "validity of CN="),
                        refused(
                                i + " of the future",
                                e -> e.change(
                                        i, c -> c.valid(NitroEnclave.NOW.plus(second), NitroEnclave.NOW.plus(day))),
                                "validity of CN=")));
    }
}
