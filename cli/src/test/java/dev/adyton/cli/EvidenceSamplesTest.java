package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.appraise.AppraisalPolicy;
import dev.adyton.attestation.appraise.NitroExpectation;
import dev.adyton.attestation.appraise.SgxExpectation;
import dev.adyton.attestation.appraise.SnpExpectation;
import dev.adyton.attestation.appraise.TdxExpectation;
import dev.adyton.attestation.verify.SnpProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands on real evidence, which lies beside the checkout of whoever has it; skipped where there is none. The policy expects something else everywhere, so that what is authentic is refused by
 * its measurement and by nothing before.
 */
class EvidenceSamplesTest {
    private static final Map<String, String> FILES =
            Map.of("sgx", "quote.bin", "tdx", "quote.bin", "snp", "report.bin", "nitro", "attestation.cbor");
    private static final Set<String> REFUSED = Set.of("NoMatch", "Revoked");
    private static final Bytes OTHER = Bytes.hex("99".repeat(48));

    @TempDir
    private Path directory;

    /** That expects something else of every platform. */
    static String policy() {
        var least = SnpExpectation.MinimumTcb.of(SnpExpectation.tcb(0, 0, 0, 0));
        return AppraisalPolicy.ofPlatforms(
                        SgxExpectation.mrEnclave(OTHER.slice(0, 32)),
                        TdxExpectation.of(new TdxExpectation.Domain(OTHER, Collections.nCopies(4, Optional.empty()))),
                        SnpExpectation.of(Map.of(SnpProduct.MILAN, least), SnpExpectation.Guest.measurement(OTHER)),
                        NitroExpectation.of(Map.of(0, OTHER)))
                .toJson();
    }

    @TestFactory
    Stream<DynamicTest> every_sample_is_shown_and_judged() throws IOException {
        var policy =
                Files.writeString(directory.resolve("policy.json"), policy()).toString();
        var tests = new ArrayList<DynamicTest>();
        for (var kind : FILES.entrySet()) {
            try (var folders = Files.list(Samples.directory().resolve(kind.getKey()))) {
                folders.filter(folder -> Files.exists(folder.resolve("meta.json")))
                        .sorted()
                        .forEach(folder -> tests.add(dynamicTest(
                                kind.getKey() + "/" + folder.getFileName(),
                                () -> judge(folder, kind.getValue(), policy))));
            }
        }
        return tests.stream();
    }

    private static void judge(Path folder, String file, String policy) throws IOException {
        var evidence = folder.resolve(file).toString();
        var shown = adyton("evidence", "inspect", evidence);
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out()).startsWith("evidence of type ");

        var meta = Files.readString(folder.resolve("meta.json"));
        var command = new ArrayList<>(List.of("evidence", "verify", evidence, "--policy", policy));
        endorsements(folder).ifPresent(found -> command.addAll(List.of("--endorsements", found.toString())));
        instant(meta).ifPresent(at -> command.addAll(List.of("--at", at)));
        var judged = adyton(command.toArray(String[]::new));
        assertThat(judged.exit()).as(judged.err()).isEqualTo(3);
        if (authentic(folder, meta)) {
            assertThat(judged.out())
                    .containsPattern("(?m)^pass +authentic +yes")
                    .containsPattern("(?m)^FAIL +(MRENCLAVE|MRTD|launch measurement|PCR0) ");
        } else {
            assertThat(judged.out()).containsPattern("(?m)^FAIL +authentic, ").doesNotContain("MRTD", "MRENCLAVE");
        }
    }

    private static Optional<Path> endorsements(Path folder) {
        return Stream.of("collateral.json", "vcek.der", "vlek.der")
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static Optional<String> instant(String meta) {
        return field(meta, "evaluateAt").or(() -> field(meta, "ts").map(made -> made + "Z"));
    }

    static Optional<String> field(String meta, String name) {
        var found = Pattern.compile("\"" + name + "\": \"([^\"]+)\"").matcher(meta);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Of a quote only with all endorsements and a TCB level that Intel knows and has not revoked. */
    private static boolean authentic(Path folder, String meta) throws IOException {
        if (meta.contains("\"quoteVersion\"")) {
            return Files.exists(folder.resolve("collateral.json"))
                    && field(meta, "merged").filter(REFUSED::contains).isEmpty()
                    && !folder.toString().contains("nocrl");
        }
        return (meta.contains("\"npcr\"") && !meta.contains("\"tpm\": true"))
                || endorsements(folder).isPresent();
    }
}
