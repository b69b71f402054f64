package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpEndorsements;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.SnpField;
import java.util.List;

/** A machine of a synthetic AMD in the terms of the verifier. */
public final class SnpMachine extends AmdMachine {
    public SnpMachine(Product product, int version, SigningKey key) {
        super(product, version, key);
    }

    /** Milan, version 3, VCEK. */
    public static SnpMachine milan() {
        return new SnpMachine(Product.MILAN, 3, SigningKey.VCEK);
    }

    /** Turin, version 5, VCEK. */
    public static SnpMachine turin() {
        return new SnpMachine(Product.TURIN, 5, SigningKey.VCEK);
    }

    @Override
    public SnpMachine set(SnpField field, long value) {
        super.set(field, value);
        return this;
    }

    @Override
    public SnpMachine fill(SnpField field, int octet) {
        super.fill(field, octet);
        return this;
    }

    @Override
    public SnpMachine put(SnpField field, byte[] content) {
        super.put(field, content);
        return this;
    }

    @Override
    public SnpMachine extension(String suffix, byte[] content) {
        super.extension(suffix, content);
        return this;
    }

    /** The report, signed. */
    public Bytes sign() {
        return Bytes.of(signed());
    }

    /** With the certificates. */
    public Bytes evidence() {
        return Bytes.of(signedWithTable());
    }

    public SnpAnchors anchors() {
        return SnpAnchors.of(List.of(Bytes.of(root.make())));
    }

    public SnpEndorsements endorsements() {
        var endorsements = SnpEndorsements.of(Bytes.of(signer.make())).withAuthority(Bytes.of(authority.make()));
        return revocationList.isPresent()
                ? endorsements.withRevocationList(Bytes.of(revocationList.get().make()))
                : endorsements;
    }

    public SnpClaims verify() throws VerificationException {
        return SnpVerifier.verify(sign(), endorsements(), anchors(), NOW);
    }
}
