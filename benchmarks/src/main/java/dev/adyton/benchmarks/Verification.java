package dev.adyton.benchmarks;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long one thread takes to verify evidence of real hardware, at an instant at which it was valid. */
final class Verification {
    /** Name of the operation. */
    static final String NAME = "verify";

    /** What the project wants a verification to take at most. */
    private static final Duration WANTED = Duration.ofMillis(2);

    private static final double NANOS_PER_MICRO = 1e3;

    /** Inside the validity of the TDX quote's certificates and collateral. */
    private static final Instant TDX_AT = Instant.parse("2025-06-19T11:32:27Z");

    /** Where a quote of version 4 has its report data: after the header, last in the body of 584 bytes. */
    private static final int TD_REPORT_DATA_AT = 48 + 520;

    private static final int TD_REPORT_DATA_BYTES = 64;

    private final Duration round;
    private final int rounds;

    Verification(Duration round, int rounds) {
        this.round = round;
        this.rounds = rounds;
    }

    @FunctionalInterface
    private interface Verifier {
        Object verify() throws VerificationException;
    }

    private record Subject(String name, Verifier verifier) {}

    /** Verifies evidence of every kind for all rounds, after one that is not counted. */
    List<Row> measure() throws VerificationException {
        var rows = new ArrayList<Row>();
        for (var subject : List.of(tdx(), newTdx(), snp(), nitro())) {
            repeat(subject);
            var samples = new Samples();
            for (int i = 0; i < rounds; i++) {
                samples.addAll(repeat(subject));
            }
            rows.add(row(subject, samples));
        }
        return rows;
    }

    private Samples repeat(Subject subject) throws VerificationException {
        var samples = new Samples();
        var now = System.nanoTime();
        var until = now + round.toNanos();
        do {
            subject.verifier().verify();
            var then = System.nanoTime();
            samples.add(then - now);
            now = then;
        } while (now < until);
        return samples;
    }

    /** The peer is the limit itself, so that the ratio says how much of it is used. */
    private static Row row(Subject subject, Samples samples) {
        var median = samples.quantile(0.5) / NANOS_PER_MICRO;
        var limit = WANTED.toNanos() / NANOS_PER_MICRO;
        return new Row(
                NAME,
                subject.name(),
                samples.count(),
                median,
                samples.quantile(0.99) / NANOS_PER_MICRO,
                "us",
                1e6 / median,
                0,
                WANTED.toMillis() + " ms",
                median / limit,
                1.0);
    }

    /** By a verifier that has seen the machine and its endorsements before, as one that has a channel attested again. */
    private static Subject tdx() {
        var quote = resource("tdx-quote.bin");
        var reportData = quote.slice(TD_REPORT_DATA_AT, TD_REPORT_DATA_AT + TD_REPORT_DATA_BYTES);
        var verifier = IntelVerifier.tdx(IntelAnchors.intel(), IntelEndorsements.of(collateral()));
        return new Subject("TDX quote", () -> verifier.verify(quote, reportData, TDX_AT));
    }

    /** With every signature of chains, lists and documents verified each time. */
    private static Subject newTdx() {
        var quote = resource("tdx-quote.bin");
        var collateral = collateral();
        var anchors = IntelAnchors.intel();
        return new Subject("TDX, first time", () -> IntelVerifier.verify(quote, collateral, anchors, TDX_AT));
    }

    private static IntelCollateral collateral() {
        try {
            return IntelCollateral.parse(resource("tdx-collateral.json"));
        } catch (MalformedEvidenceException e) {
            throw new IllegalStateException("resource tdx-collateral.json is malformed", e);
        }
    }

    private static Subject snp() {
        var report = resource("snp-report.bin");
        var endorsements = SnpEndorsements.of(resource("snp-vcek.der"));
        var anchors = SnpAnchors.amd();
        var at = Instant.parse("2025-01-01T00:00:00Z");
        return new Subject("SEV-SNP report", () -> SnpVerifier.verify(report, endorsements, anchors, at));
    }

    private static Subject nitro() {
        var document = resource("nitro-document.cbor");
        var verifier = NitroVerifier.aws();
        var at = Instant.parse("2025-12-25T14:00:00Z");
        return new Subject("Nitro document", () -> verifier.verify(document, at));
    }

    private static Bytes resource(String name) {
        try (var stream = Verification.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return Bytes.of(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
