package dev.adyton.attestation.ratls;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.testkit.vendors.IntelMachine.Kind;

/** A platform of a synthetic Intel. */
record SyntheticSource(SyntheticIntel machine) implements EvidenceSource {
    static SyntheticSource of(Kind kind) {
        return new SyntheticSource(new SyntheticIntel(kind));
    }

    EvidenceVerifier verifier() {
        var endorsements = IntelEndorsements.of(machine.collateral());
        return machine.kind.tdx()
                ? IntelVerifier.tdx(SyntheticIntel.anchors(), endorsements)
                : IntelVerifier.sgx(SyntheticIntel.anchors(), endorsements);
    }

    @Override
    public String type() {
        return machine.kind.tdx() ? IntelVerifier.TDX : IntelVerifier.SGX;
    }

    @Override
    public Bytes evidence(Bytes reportData) {
        machine.reportData(reportData.toByteArray());
        return machine.quote();
    }
}
