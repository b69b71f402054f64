package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import java.util.Arrays;
import java.util.Optional;

/** Endorsements that nobody signed, to be written and read. */
final class Bundles {
    static final IntelKind TDX_KIND =
            new IntelKind(IntelVerifier.TDX, Bytes.hex("90c06f000000"), PckAuthority.PLATFORM);
    static final IntelKind SGX_KIND =
            new IntelKind(IntelVerifier.SGX, Bytes.hex("00906ea10000"), PckAuthority.PROCESSOR);
    static final SnpKey VCEK = new SnpKey(
            SigningKey.VCEK, Optional.of(SnpProduct.GENOA), Optional.of(octets(64, 7)), Bytes.hex("0a00000000001754"));
    static final SnpKey VLEK =
            new SnpKey(SigningKey.VLEK, Optional.empty(), Optional.empty(), Bytes.hex("0a00000000001754"));

    static final IntelCollateral WHOLE = new IntelCollateral(
            Optional.of(octets(300, 1)),
            Optional.of(octets(200, 2)),
            Bytes.utf8("-----BEGIN CERTIFICATE-----\n"),
            new IntelDocument(Bytes.utf8("{\"tcb\" : \"\u00e9\"}"), octets(64, 3)),
            Bytes.utf8("-----BEGIN"),
            new IntelDocument(Bytes.utf8("{}"), octets(64, 4)));
    static final IntelCollateral WITHOUT_LISTS = new IntelCollateral(
            Optional.empty(),
            Optional.empty(),
            WHOLE.tcbInfoChain(),
            WHOLE.tcbInfo(),
            WHOLE.identityChain(),
            WHOLE.identity());

    private Bundles() {}

    static EndorsementBundle full() {
        return EndorsementBundle.EMPTY
                .with(TDX_KIND, WHOLE)
                .with(SGX_KIND, WITHOUT_LISTS)
                .with(VCEK, new SnpEndorsements(octets(9, 5), Optional.of(octets(8, 6)), Optional.of(octets(7, 7))))
                .with(VLEK, SnpEndorsements.of(octets(1, 8)));
    }

    static Bytes octets(int size, int value) {
        var octets = new byte[size];
        Arrays.fill(octets, (byte) value);
        return Bytes.of(octets);
    }
}
