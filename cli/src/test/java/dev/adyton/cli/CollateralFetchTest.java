package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.SavedEvidence;
import dev.adyton.attestation.verify.EndorsementBundle;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.VendorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollateralFetchTest {
    private static final String FMSPC = "90c06f000000";
    private static final String VCEK = "c1".repeat(64) + "?blSPL=4&teeSPL=1&snpSPL=24&ucodeSPL=219";

    private final IntelMachine intel = new IntelMachine(Kind.TDX_4);
    private final AmdMachine amd = AmdMachine.milan();

    @TempDir
    private Path directory;

    private VendorServer server;
    private Path quote;
    private Path report;
    private Path root;
    private Path bundle;

    @BeforeEach
    void start() throws IOException {
        server = VendorServer.start();
        quote = Files.write(directory.resolve("quote"), intel.signedQuote());
        report = Files.write(directory.resolve("report"), amd.signed());
        root = Files.write(directory.resolve("root.der"), intel.root.der());
        bundle = directory.resolve("bundle.json");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran fetch(Object... arguments) {
        var all = new ArrayList<>(List.of("collateral", "fetch", "--trusted-root", root.toString()));
        Stream.of(arguments).map(Object::toString).forEach(all::add);
        return adyton(all.toArray(String[]::new));
    }

    private Object[] services(Object... more) {
        var crl = server.uri().resolve("/IntelSGXRootCA.der");
        return Stream.concat(
                        Stream.of("--pcs", server.uri(), "--root-crl", crl, "--kds", server.uri()), Stream.of(more))
                .toArray();
    }

    private EndorsementBundle written() throws Exception {
        return EndorsementBundle.parse(Bytes.of(Files.readAllBytes(bundle)));
    }

    @Test
    void endorsements_of_several_machines_go_into_one_bundle_that_is_enough_to_verify_them() throws Exception {
        server.serve(intel, FMSPC).serve(amd, "vcek", "Milan", VCEK);

        var ran = fetch(services(quote, report, "-o", bundle));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        "Intel: tdx-dcap of FMSPC 90c06f000000 (platform)",
                        "AMD: VCEK of chip c1c1c1c1...",
                        "written to " + bundle);
        var anchors = IntelAnchors.of(IntelMachine.rootKey());
        IntelVerifier.tdx(anchors, written().intelFor("tdx-dcap"))
                .verify(Bytes.of(Files.readAllBytes(quote)), Bytes.hex("43".repeat(64)), IntelMachine.NOW);
        SnpVerifier.of(SnpAnchors.of(List.of(Bytes.of(amd.root.make()))))
                .withEndorsements(written())
                .verify(Bytes.of(Files.readAllBytes(report)), Bytes.hex("03".repeat(64)), AmdMachine.NOW);
        assertThat(directory).isDirectoryNotContaining("glob:**/.bundle*");
    }

    @Test
    void a_bundle_takes_the_place_of_an_older_one() throws Exception {
        Files.writeString(bundle, "old");
        server.serveCached(intel, FMSPC);

        var ran = fetch("--pccs", server.uri(), quote, "--output", bundle);

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(written().intel()).hasSize(1);
    }

    @Test
    void without_a_file_the_bundle_goes_to_standard_output() throws Exception {
        server.serve(amd, "vcek", "Milan", VCEK);

        var ran = fetch(services(report));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(EndorsementBundle.parse(Bytes.utf8(ran.out())).amd()).hasSize(1);
    }

    @Test
    void saved_evidence_is_taken_too() throws Exception {
        server.serve(intel, FMSPC);
        var evidence = new Evidence("tdx-dcap", Bytes.of(Files.readAllBytes(quote)), Bytes.hex("00"));
        var binder = Bytes.of(new byte[ChannelBinding.BINDER_BYTES]);
        var saved = Files.writeString(
                directory.resolve("saved.json"), new SavedEvidence(evidence, binder, IntelMachine.NOW).toJson());

        var ran = fetch(services(saved, "-o", bundle));

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(written().intel()).hasSize(1);
    }

    @Test
    void nothing_is_asked_for_evidence_that_is_not_whole_and_an_older_bundle_stays() throws Exception {
        Files.writeString(bundle, "old");
        var octets = Files.readAllBytes(quote);
        octets[200] ^= 1;
        Files.write(quote, octets);

        var ran = fetch(services(quote, "-o", bundle));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).startsWith("adyton: " + quote + ": signature of the quote: found");
        assertThat(server.requests()).isEmpty();
        assertThat(bundle).hasContent("old");
    }

    @Test
    void a_quote_of_another_root_is_not_asked_about() {
        var ran = adyton(
                "collateral", "fetch", quote.toString(), "--pcs", server.uri().toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("root");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void what_the_service_does_not_have_is_told() {
        var ran = fetch(services(quote, "-o", bundle));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("adyton: " + quote + ": TCB information of tdx-dcap of FMSPC 90c06f000000 (platform) from ")
                .contains("found HTTP status 404, wanted 200");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void a_file_that_is_no_evidence_is_told() throws Exception {
        var ran = fetch(services(Files.writeString(directory.resolve("text"), "hello")));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("wanted evidence");
    }
}
