package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelDocument;
import dev.adyton.attestation.verify.IntelKind;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.testkit.vendors.VendorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code collateral fetch} from a server that gives the answers which Intel's gave for real machines: what is signed byte for byte, the chains in headers. What is fetched has to be worth the same as what
 * other tools had kept of it.
 */
class RecordedAnswersTest {
    @TempDir
    private Path directory;

    /** How a service hands out lists. */
    private enum Service {
        PCS,
        PCCS
    }

    @TestFactory
    Stream<DynamicTest> what_is_fetched_judges_a_quote_as_what_others_kept() throws IOException {
        var policy = Files.writeString(directory.resolve("policy.json"), EvidenceSamplesTest.policy());
        return Stream.of("sgx", "tdx")
                .flatMap(kind -> folders(kind).stream())
                .flatMap(folder -> Stream.of(Service.values())
                        .map(service -> dynamicTest(
                                folder.getFileName() + " by " + service, () -> fetch(folder, service, policy))));
    }

    /** Those with all that Intel was asked for. */
    private static List<Path> folders(String kind) {
        try (var folders = Files.list(Samples.directory().resolve(kind))) {
            return folders.filter(folder -> Files.exists(folder.resolve("collateral.json")))
                    .filter(folder -> !folder.toString().contains("nocrl"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fetch(Path folder, Service service, Path policy) throws Exception {
        var quote = folder.resolve("quote.bin");
        var kept = folder.resolve("collateral.json");
        var bundle = Files.createTempFile(directory, "bundle", ".json");
        try (var server = VendorServer.start()) {
            serve(server, service, Bytes.of(Files.readAllBytes(quote)), IntelCollateral.parse(bytes(kept)));
            var fetched = service == Service.PCS
                    ? adyton(
                            "collateral",
                            "fetch",
                            quote.toString(),
                            "-o",
                            bundle.toString(),
                            "--pcs",
                            server.uri().toString(),
                            "--root-crl",
                            server.uri() + "/IntelSGXRootCA.der")
                    : adyton(
                            "collateral",
                            "fetch",
                            quote.toString(),
                            "-o",
                            bundle.toString(),
                            "--pccs",
                            server.uri().toString());
            assertThat(fetched.exit()).as(fetched.err()).isZero();
        }
        var at = EvidenceSamplesTest.field(Files.readString(folder.resolve("meta.json")), "evaluateAt")
                .orElseThrow();

        var judged = judge(quote, bundle, policy, at);

        assertThat(judged).isEqualTo(judge(quote, kept, policy, at));
        assertThat(judged.out()).doesNotContain("endorsements for");
    }

    private static Ran judge(Path quote, Path endorsements, Path policy, String at) {
        return adyton(
                "evidence",
                "verify",
                quote.toString(),
                "--endorsements",
                endorsements.toString(),
                "--policy",
                policy.toString(),
                "--at",
                at);
    }

    private static Bytes bytes(Path file) throws IOException {
        return Bytes.of(Files.readAllBytes(file));
    }

    private static void serve(VendorServer server, Service service, Bytes quote, IntelCollateral collateral)
            throws Exception {
        var kind = IntelKind.ofQuote(quote, IntelAnchors.intel());
        var tee = kind.type().equals(IntelVerifier.SGX) ? "/sgx" : "/tdx";
        server.serve(
                tee + "/certification/v4/tcb?fmspc=" + kind.fmspc(),
                answer("tcbInfo", collateral.tcbInfo()),
                Map.of("TCB-Info-Issuer-Chain", encoded(collateral.tcbInfoChain())));
        server.serve(
                tee + "/certification/v4/qe/identity",
                answer("enclaveIdentity", collateral.identity()),
                Map.of("SGX-Enclave-Identity-Issuer-Chain", encoded(collateral.identityChain())));
        server.serve(
                "/sgx/certification/v4/pckcrl?ca=" + IntelKind.label(kind.pckAuthority()) + "&encoding=der",
                list(service, collateral.pckCrl().orElseThrow()),
                Map.of());
        server.serve(
                service == Service.PCS ? "/IntelSGXRootCA.der" : "/sgx/certification/v4/rootcacrl",
                list(service, collateral.rootCrl().orElseThrow()),
                Map.of());
    }

    private static byte[] list(Service service, Bytes der) {
        return service == Service.PCS ? der.toByteArray() : der.hex().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] answer(String name, IntelDocument document) {
        var text = "{\"%s\":%s,\"signature\":\"%s\"}"
                .formatted(
                        name,
                        new String(document.body().toByteArray(), StandardCharsets.UTF_8),
                        document.signature().hex());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(Bytes pem) {
        return URLEncoder.encode(new String(pem.toByteArray(), StandardCharsets.US_ASCII), StandardCharsets.US_ASCII)
                .replace("+", "%20");
    }
}
