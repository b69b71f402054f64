package dev.adyton.attestation.nitro;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AwsEnclave;
import dev.adyton.testkit.vendors.CertificateMaker;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** An enclave of a synthetic AWS in the terms of the verifier. */
public final class NitroEnclave extends AwsEnclave {
    /** The document. */
    public Bytes sign() {
        return Bytes.of(signed());
    }

    public NitroVerifier verifier() {
        return NitroVerifier.of(List.of(Bytes.of(root())));
    }

    @Override
    public NitroEnclave put(String name, byte[] item) {
        super.put(name, item);
        return this;
    }

    @Override
    public NitroEnclave change(int index, UnaryOperator<CertificateMaker> change) {
        super.change(index, change);
        return this;
    }

    @Override
    public NitroEnclave userData(byte[] data) {
        super.userData(data);
        return this;
    }

    NitroClaims verify() throws VerificationException {
        return verify(NOW);
    }

    NitroClaims verify(Instant at) throws VerificationException {
        return verifier().verify(sign(), at);
    }
}
