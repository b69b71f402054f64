package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.amd.SnpMachine;
import dev.adyton.attestation.intel.SyntheticIntel;
import dev.adyton.attestation.nitro.NitroEnclave;
import dev.adyton.attestation.verify.IntelClaims;
import dev.adyton.attestation.verify.IntelVerifier;
import dev.adyton.attestation.verify.NitroClaims;
import dev.adyton.attestation.verify.PlatformClaims;
import dev.adyton.attestation.verify.SnpClaims;
import dev.adyton.attestation.verify.SnpProduct;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Claims of synthetic machines, and expectations that they just meet. */
final class Hardware {
    /** Of what every synthetic Intel machine has against it: its quoting enclave and its TDX module. */
    static final TcbExpectation TCB = TcbExpectation.upToDate()
            .waiving("INTEL-SA-08", Instant.parse("2099-01-01T00:00:00Z"))
            .waiving("INTEL-SA-06", Instant.parse("2099-01-01T00:00:00Z"));

    static final Bytes PPID = sgx(_ -> {}).hardware().ppid();

    private Hardware() {}

    static IntelClaims sgx(Consumer<SyntheticIntel> change) {
        return intel(Kind.SGX_3, change);
    }

    static IntelClaims tdx(Consumer<SyntheticIntel> change) {
        return intel(Kind.TDX_5_15, change);
    }

    static IntelClaims intel(Kind kind, Consumer<SyntheticIntel> change) {
        var machine = new SyntheticIntel(kind);
        change.accept(machine);
        try {
            return IntelVerifier.verify(
                    machine.quote(), machine.collateral(), SyntheticIntel.anchors(), SyntheticIntel.NOW);
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    static SnpClaims snp(Product product, SigningKey key, Consumer<SnpMachine> change) {
        var machine = new SnpMachine(product, product == Product.TURIN ? 5 : 3, key);
        change.accept(machine);
        try {
            return machine.verify();
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    static NitroClaims nitro(Consumer<NitroEnclave> change) {
        var enclave = new NitroEnclave();
        change.accept(enclave);
        try {
            return enclave.verifier().verify(enclave.sign(), NitroEnclave.NOW);
        } catch (VerificationException e) {
            throw new AssertionError(e);
        }
    }

    static SgxExpectation sgx() {
        return SgxExpectation.mrEnclave(octets(32, 0x41)).withTcb(TCB);
    }

    static TdxExpectation tdx() {
        var rtmrs = Stream.of(0x64, 0x65, 0x66, 0x67)
                .map(octet -> Optional.of(octets(48, octet)))
                .toList();
        return TdxExpectation.of(new TdxExpectation.Domain(octets(48, 0x60), rtmrs))
                .withConfig(new TdxExpectation.Config(
                        Optional.of(octets(48, 0x61)), Optional.of(octets(48, 0x62)), Optional.of(octets(48, 0x63))))
                .withAttributes(TdxExpectation.STRICT_ATTRIBUTES, BitPattern.of("00".repeat(8), "ff".repeat(8)))
                .withTcb(TCB);
    }

    /** Of Milan and Genoa. */
    static SnpExpectation snp() {
        var least = SnpExpectation.MinimumTcb.of(SnpExpectation.tcb(4, 1, 24, 219));
        return SnpExpectation.of(
                        Map.of(SnpProduct.MILAN, least, SnpProduct.GENOA, least),
                        SnpExpectation.Guest.measurement(octets(48, 4)))
                .withHostData(Optional.of(octets(32, 5)));
    }

    static SnpExpectation turin() {
        var least = SnpExpectation.MinimumTcb.of(new SnpClaims.Tcb(OptionalInt.of(2), 4, 1, 24, 219));
        return SnpExpectation.of(Map.of(SnpProduct.TURIN, least), SnpExpectation.Guest.measurement(octets(48, 4)))
                .withHostData(Optional.of(octets(32, 5)));
    }

    static NitroExpectation nitro() {
        return NitroExpectation.of(Map.of(0, octets(48, 1), 1, octets(48, 2), 2, octets(48, 3)));
    }

    static NitroExpectation nitro(Map<Integer, Bytes> first, Map<Integer, Bytes> second) {
        return new NitroExpectation(List.of(
                new NitroExpectation.Registers(new TreeMap<>(first)),
                new NitroExpectation.Registers(new TreeMap<>(second))));
    }

    static Bytes octets(int size, int octet) {
        return Bytes.hex("%02x".formatted(octet).repeat(size));
    }

    /** Names of the rules that fail. */
    static List<String> failed(PlatformExpectation wanted, PlatformClaims claims, Instant at) {
        return rules(wanted, claims, at).stream()
                .filter(rule -> !rule.passed())
                .map(Rule::name)
                .toList();
    }

    static List<Rule> rules(PlatformExpectation wanted, PlatformClaims claims, Instant at) {
        return ClaimRules.platform(AppraisalPolicy.ofPlatforms(wanted), wanted.type(), claims, at);
    }
}
