package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.NitroVerifier;
import dev.adyton.attestation.verify.SnpAnchors;
import dev.adyton.attestation.verify.SnpVerifier;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.AmdMachine;
import dev.adyton.testkit.vendors.AmdMachine.Product;
import dev.adyton.testkit.vendors.AmdMachine.SigningKey;
import dev.adyton.testkit.vendors.AwsEnclave;
import dev.adyton.testkit.vendors.IntelMachine;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntheticHardwareTest {
    private static final Bytes DATA = Bytes.hex("ab".repeat(64));

    /** A machine, and an instant at which what it makes is valid. */
    record Machine(SyntheticHardware hardware, Instant at) {
        @Override
        public String toString() {
            return hardware.type();
        }
    }

    static Stream<Machine> machines() {
        return Stream.concat(
                Stream.of(Kind.values())
                        .map(kind -> new Machine(SyntheticHardware.intel(new IntelMachine(kind)), IntelMachine.NOW)),
                Stream.of(
                        new Machine(
                                SyntheticHardware.amd(new AmdMachine(Product.TURIN, 5, SigningKey.VCEK)),
                                AmdMachine.NOW),
                        new Machine(
                                SyntheticHardware.amd(new AmdMachine(Product.GENOA, 3, SigningKey.VLEK)),
                                AmdMachine.NOW),
                        new Machine(SyntheticHardware.aws(new AwsEnclave()), AwsEnclave.NOW)));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void it_vouches_for_what_it_is_asked_to_and_its_verifier_trusts_it(Machine machine) throws VerificationException {
        var hardware = machine.hardware();
        var evidence = hardware.evidence(DATA);

        assertThat(hardware.verifier().verify(evidence, DATA, machine.at()).debug())
                .isFalse();
        var other = Bytes.hex("ac".repeat(64));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> hardware.verifier().verify(evidence, other, machine.at()));
    }

    @ParameterizedTest
    @MethodSource("machines")
    void its_evidence_is_of_no_other_vendor(Machine machine) {
        var evidence = machine.hardware().evidence(DATA);
        assertThat(machines().filter(other -> !other.toString().equals(machine.toString())))
                .isNotEmpty()
                .allSatisfy(other -> assertThatExceptionOfType(VerificationException.class)
                        .isThrownBy(() -> other.hardware().verifier().verify(evidence, DATA, other.at())));
    }

    @Test
    void what_a_machine_gets_wrong_is_wrong_in_its_evidence() {
        var machine = new IntelMachine(Kind.TDX_4);
        var hardware = SyntheticHardware.intel(machine);
        machine.pckCrl.revoked.add(machine.pck.serial);

        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> hardware.verifier().verify(hardware.evidence(DATA), DATA, IntelMachine.NOW))
                .withMessageStartingWith("revocation of ");
    }

    @Test
    void who_trusts_the_real_vendors_refuses_it() {
        var aws = SyntheticHardware.aws(new AwsEnclave());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> NitroVerifier.aws().verify(aws.evidence(DATA), DATA, AwsEnclave.NOW))
                .withMessageStartingWith("root of cabundle");
        var amd = SyntheticHardware.amd(new AmdMachine(Product.MILAN, 3, SigningKey.VCEK));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> SnpVerifier.of(SnpAnchors.amd()).verify(amd.evidence(DATA), DATA, AmdMachine.NOW))
                .withMessageStartingWith("signature of ");
    }
}
