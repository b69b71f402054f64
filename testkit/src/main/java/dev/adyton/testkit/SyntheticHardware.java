package dev.adyton.testkit;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.MalformedEvidenceException;
import dev.adyton.attestation.verify.EvidenceVerifier;
import dev.adyton.attestation.verify.IntelAnchors;
import dev.adyton.attestation.verify.IntelCollateral;
import dev.adyton.attestation.verify.IntelEndorsements;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.AwsEnclave;
import dev.adyton.testkit.vendors.IntelMachine;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Trusted hardware of a vendor of one's own, that vouches for whatever it is asked to, beside the verifier that trusts this vendor and nobody else. All of it is valid at the vendor's {@code NOW}.
 * What a machine was told to get wrong, its evidence has wrong. Thread-safe, unless the machine is changed meanwhile.
 */
public final class SyntheticHardware implements EvidenceSource {
    private final EvidenceVerifier verifier;
    private final UnaryOperator<byte[]> machine;

    private SyntheticHardware(EvidenceVerifier verifier, UnaryOperator<byte[]> machine) {
        this.verifier = verifier;
        this.machine = machine;
    }

    /** A machine with SGX or TDX. Its collateral is made each time that a quote is verified. */
    public static SyntheticHardware intel(IntelMachine machine) {
        var anchors = IntelAnchors.of(IntelMachine.rootKey());
        IntelEndorsements endorsements = _ -> collateral(machine);
        return new SyntheticHardware(
                machine.kind.tdx()
                        ? IntelVerifier.tdx(anchors, endorsements)
                        : IntelVerifier.sgx(anchors, endorsements),
                reportData -> machine.reportData(reportData).signedQuote());
    }

    /** A machine with SEV-SNP; certificates come with each report. Its root is the one that it has now. */
    public static SyntheticHardware amd(AmdMachine machine) {
        return new SyntheticHardware(
                SnpVerifier.of(SnpAnchors.of(List.of(Bytes.of(machine.root.make())))),
                reportData -> machine.reportData(reportData).signedWithTable());
    }

    /** An enclave of Nitro. Its root is the one that it has now. */
    public static SyntheticHardware aws(AwsEnclave enclave) {
        return new SyntheticHardware(
                NitroVerifier.of(List.of(Bytes.of(enclave.root()))),
                reportData -> enclave.userData(reportData).signed());
    }

    private static IntelCollateral collateral(IntelMachine machine) {
        try {
            return IntelCollateral.parse(Bytes.utf8(machine.signedCollateral()));
        } catch (MalformedEvidenceException e) {
            throw new AssertionError("a synthetic vendor writes collateral that can be read", e);
        }
    }

    /** Trusts the vendor of this machine. */
    public EvidenceVerifier verifier() {
        return verifier;
    }

    @Override
    public String type() {
        return verifier.type();
    }

    @Override
    public synchronized Bytes evidence(Bytes reportData) {
        return Bytes.of(machine.apply(reportData.toByteArray()));
    }
}
