package dev.adyton.attestation.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform.MemoryProtection;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.PlatformClaims.Field;
import dev.adyton.attestation.verify.SnpClaims.Firmware;
import dev.adyton.attestation.verify.SnpClaims.Guest;
import dev.adyton.attestation.verify.SnpClaims.Processor;
import dev.adyton.attestation.verify.SnpClaims.Signer;
import dev.adyton.attestation.verify.SnpClaims.SigningKey;
import dev.adyton.attestation.verify.SnpClaims.Tcb;
import dev.adyton.attestation.verify.TdReport.Tdx15;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Claims are shown whole: each field once, under its name, in its order. */
class ClaimsFieldsTest {
    private static final IntelPlatform FULL =
            platform(Optional.of(Bytes.hex("b1b2")), Optional.of(true), Optional.of(false), Optional.of(true));
    private static final IntelPlatform LEAST =
            platform(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static IntelPlatform platform(
            Optional<Bytes> instance, Optional<Boolean> dynamic, Optional<Boolean> cached, Optional<Boolean> smt) {
        return new IntelPlatform(
                Bytes.hex("90c06f000000"),
                Bytes.hex("0102"),
                Bytes.hex("aa01"),
                instance,
                Bytes.hex("0504"),
                11,
                MemoryProtection.SCALABLE,
                PckAuthority.PLATFORM,
                dynamic,
                cached,
                smt);
    }

    private static IntelTcb tcb(Optional<TcbStatus> module, List<String> advisories) {
        return new IntelTcb(
                TcbStatus.OUT_OF_DATE,
                TcbStatus.SW_HARDENING_NEEDED,
                TcbStatus.CONFIGURATION_NEEDED,
                module,
                TcbStatus.UP_TO_DATE,
                advisories,
                Instant.parse("2025-05-14T00:00:00Z"),
                17,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-02-01T00:00:00Z"));
    }

    private static SgxReport enclave(String attributes) {
        return new SgxReport(
                Bytes.hex("c0"),
                Bytes.hex("c1"),
                7,
                Bytes.hex("c2"),
                Bytes.hex(attributes),
                Bytes.hex("c4"),
                Bytes.hex("c5"),
                Bytes.hex("c6"),
                8,
                9,
                10,
                Bytes.hex("c7"),
                Bytes.hex("c8"));
    }

    @Test
    void claims_of_an_enclave_are_shown_whole() {
        var claims = new SgxClaims(enclave("0500"), FULL, tcb(Optional.empty(), List.of()));

        assertThat(claims.platform()).isEqualTo("sgx");
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.debug()).isFalse();
        assertThat(claims.issuedAt()).isEmpty();
        assertThat(claims.fields())
                .containsExactly(
                        new Field("MRENCLAVE", "c4"),
                        new Field("MRSIGNER", "c5"),
                        new Field("ISVPRODID", "8"),
                        new Field("ISVSVN", "9"),
                        new Field("debug", "false"),
                        new Field("ATTRIBUTES", "0500"),
                        new Field("MISCSELECT", "c1"),
                        new Field("CET_ATTRIBUTES", "7"),
                        new Field("ISVEXTPRODID", "c2"),
                        new Field("ISVFAMILYID", "c7"),
                        new Field("CONFIGID", "c6"),
                        new Field("CONFIGSVN", "10"),
                        new Field("CPUSVN", "c0"),
                        new Field("report data", "c8"),
                        new Field("TCB status", "OutOfDate"),
                        new Field("TCB level", "SWHardeningNeeded of 2025-05-14T00:00:00Z"),
                        new Field("SGX TCB level", "ConfigurationNeeded"),
                        new Field("quoting enclave", "UpToDate"),
                        new Field("advisories", "none"),
                        new Field("TCB evaluation data number", "17"),
                        new Field("endorsements issued", "2026-01-01T00:00:00Z"),
                        new Field("endorsements valid until", "2026-02-01T00:00:00Z"),
                        new Field("FMSPC", "90c06f000000"),
                        new Field("PCE id", "0102"),
                        new Field("PPID", "aa01"),
                        new Field("platform instance id", "b1b2"),
                        new Field("SGX TCB components", "0504"),
                        new Field("PCE SVN", "11"),
                        new Field("memory protection", "SCALABLE"),
                        new Field("PCK authority", "PLATFORM"),
                        new Field("dynamic platform", "true"),
                        new Field("cached keys", "false"),
                        new Field("SMT enabled", "true"));
    }

    @Test
    void debug_of_an_enclave_is_its_second_bit() {
        var tcb = tcb(Optional.empty(), List.of());
        assertThat(new SgxClaims(enclave("0200"), LEAST, tcb).debug()).isTrue();
        assertThat(new SgxClaims(enclave("fd02"), LEAST, tcb).debug()).isFalse();
        assertThat(enclave("0200").fields()).contains(new Field("debug", "true"));
    }

    private static TdReport domain(String attributes, Optional<Tdx15> later) {
        return new TdReport(
                Bytes.hex("d0"),
                Bytes.hex("d1"),
                Bytes.hex("d2"),
                Bytes.hex("d3"),
                Bytes.hex(attributes),
                Bytes.hex("d5"),
                Bytes.hex("d6"),
                Bytes.hex("d7"),
                Bytes.hex("d8"),
                Bytes.hex("d9"),
                List.of(Bytes.hex("e0"), Bytes.hex("e1"), Bytes.hex("e2"), Bytes.hex("e3")),
                Bytes.hex("da"),
                later);
    }

    @Test
    void claims_of_a_trust_domain_are_shown_whole() {
        var report = domain("0010", Optional.of(new Tdx15(Bytes.hex("db"), Bytes.hex("dc"))));
        var claims = new TdxClaims(
                report, LEAST, tcb(Optional.of(TcbStatus.REVOKED), List.of("INTEL-SA-00001", "INTEL-SA-00002")));

        assertThat(claims.platform()).isEqualTo("tdx");
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.debug()).isFalse();
        assertThat(claims.issuedAt()).isEmpty();
        assertThat(claims.fields())
                .containsExactly(
                        new Field("MRTD", "d6"),
                        new Field("RTMR0", "e0"),
                        new Field("RTMR1", "e1"),
                        new Field("RTMR2", "e2"),
                        new Field("RTMR3", "e3"),
                        new Field("debug", "false"),
                        new Field("TD ATTRIBUTES", "0010"),
                        new Field("XFAM", "d5"),
                        new Field("MRCONFIGID", "d7"),
                        new Field("MROWNER", "d8"),
                        new Field("MROWNERCONFIG", "d9"),
                        new Field("MRSEAM", "d1"),
                        new Field("MRSIGNERSEAM", "d2"),
                        new Field("SEAMATTRIBUTES", "d3"),
                        new Field("TEE_TCB_SVN", "d0"),
                        new Field("TEE_TCB_SVN_2", "db"),
                        new Field("MRSERVICETD", "dc"),
                        new Field("report data", "da"),
                        new Field("TCB status", "OutOfDate"),
                        new Field("TCB level", "SWHardeningNeeded of 2025-05-14T00:00:00Z"),
                        new Field("SGX TCB level", "ConfigurationNeeded"),
                        new Field("TDX module", "Revoked"),
                        new Field("quoting enclave", "UpToDate"),
                        new Field("advisories", "INTEL-SA-00001, INTEL-SA-00002"),
                        new Field("TCB evaluation data number", "17"),
                        new Field("endorsements issued", "2026-01-01T00:00:00Z"),
                        new Field("endorsements valid until", "2026-02-01T00:00:00Z"),
                        new Field("FMSPC", "90c06f000000"),
                        new Field("PCE id", "0102"),
                        new Field("PPID", "aa01"),
                        new Field("SGX TCB components", "0504"),
                        new Field("PCE SVN", "11"),
                        new Field("memory protection", "SCALABLE"),
                        new Field("PCK authority", "PLATFORM"));
    }

    @Test
    void debug_of_a_trust_domain_is_any_bit_of_the_first_octet() {
        var tcb = tcb(Optional.empty(), List.of());
        assertThat(new TdxClaims(domain("8000", Optional.empty()), LEAST, tcb).debug())
                .isTrue();
        assertThat(domain("0100", Optional.empty()).fields()).contains(new Field("debug", "true"));
        assertThat(domain("0100", Optional.empty()).fields())
                .extracting(Field::name)
                .doesNotContain("TEE_TCB_SVN_2", "MRSERVICETD");
    }

    private static SnpClaims snp(Signer signer, Optional<Bytes> author, Firmware firmware) {
        var guest = new Guest(
                9,
                new SnpGuestPolicy(0x3001f),
                Bytes.hex("f0"),
                Bytes.hex("f1"),
                2,
                Bytes.hex("f2"),
                Bytes.hex("f3"),
                Bytes.hex("f4"),
                Bytes.hex("f5"),
                author,
                Bytes.hex("f6"),
                Bytes.hex("f7"));
        return new SnpClaims(5, SnpProduct.TURIN, signer, guest, firmware);
    }

    private static Tcb tcb(int fmc) {
        return new Tcb(OptionalInt.of(fmc), 2, 3, 4, 5);
    }

    private static Firmware firmware(Optional<Processor> processor, OptionalLong launch, OptionalLong current) {
        return new Firmware(
                new SnpPlatformInfo(1),
                processor,
                tcb(1),
                tcb(2),
                tcb(3),
                tcb(4),
                "1.55.40",
                "1.55.39",
                launch,
                current);
    }

    @Test
    void claims_of_a_guest_are_shown_whole() {
        var claims = snp(
                new Signer(SigningKey.VCEK, Optional.of(Bytes.hex("c0")), Optional.of("provider"), true),
                Optional.of(Bytes.hex("f8")),
                firmware(Optional.of(new Processor(0x1a, 2, 1)), OptionalLong.of(0x3f), OptionalLong.of(0x7f)));

        assertThat(claims.platform()).isEqualTo("sev-snp");
        assertThat(claims.fields())
                .containsExactly(
                        new Field("report version", "5"),
                        new Field("product", "Turin"),
                        new Field("signing key", "VCEK"),
                        new Field("chip id", "c0"),
                        new Field("cloud provider", "provider"),
                        new Field("revocation list", "checked"),
                        new Field("measurement", "f3"),
                        new Field("report data", "f2"),
                        new Field("guest policy", "0x3001f (ABI 0.31, SMT)"),
                        new Field("guest security version", "9"),
                        new Field("VMPL", "2"),
                        new Field("host data", "f4"),
                        new Field("family id", "f0"),
                        new Field("image id", "f1"),
                        new Field("id key digest", "f5"),
                        new Field("author key digest", "f8"),
                        new Field("report id", "f6"),
                        new Field("migration agent's report id", "f7"),
                        new Field("platform info", "0x1 (SMT)"),
                        new Field("processor", "family 0x1a, model 0x02, stepping 1"),
                        new Field("current TCB", "FMC 1, boot loader 2, TEE 3, SNP 4, microcode 5"),
                        new Field("reported TCB", "FMC 2, boot loader 2, TEE 3, SNP 4, microcode 5"),
                        new Field("committed TCB", "FMC 3, boot loader 2, TEE 3, SNP 4, microcode 5"),
                        new Field("launch TCB", "FMC 4, boot loader 2, TEE 3, SNP 4, microcode 5"),
                        new Field("current firmware", "1.55.40"),
                        new Field("committed firmware", "1.55.39"),
                        new Field("mitigations at launch", "0x3f"),
                        new Field("mitigations now", "0x7f"));
    }

    @Test
    void what_a_report_does_not_tell_is_not_shown() {
        var claims = snp(
                new Signer(SigningKey.VLEK, Optional.empty(), Optional.empty(), false),
                Optional.empty(),
                firmware(Optional.empty(), OptionalLong.empty(), OptionalLong.empty()));

        assertThat(claims.fields()).contains(new Field("revocation list", "none given"));
        assertThat(claims.fields())
                .extracting(Field::name)
                .doesNotContain(
                        "chip id",
                        "cloud provider",
                        "author key digest",
                        "processor",
                        "mitigations at launch",
                        "mitigations now")
                .hasSize(22);
        assertThat(new Tcb(OptionalInt.empty(), 2, 3, 4, 5)).hasToString("boot loader 2, TEE 3, SNP 4, microcode 5");
    }

    private static NitroClaims nitro(SortedMap<Integer, Bytes> registers, boolean gifts) {
        return new NitroClaims(
                "i-1-enc2",
                Instant.parse("2026-01-01T00:00:00Z"),
                registers,
                gifts ? Optional.of(Bytes.hex("a0")) : Optional.empty(),
                gifts ? Optional.of(Bytes.hex("a1")) : Optional.empty(),
                gifts ? Optional.of(Bytes.hex("a2")) : Optional.empty());
    }

    @Test
    void claims_of_a_nitro_enclave_are_shown_whole() {
        var registers = new TreeMap<Integer, Bytes>();
        registers.put(8, Bytes.hex("08"));
        registers.put(0, Bytes.hex("0100"));
        var claims = nitro(registers, true);
        registers.clear();

        assertThat(claims.platform()).isEqualTo("aws-nitro");
        assertThat(claims.simulated()).isFalse();
        assertThat(claims.issuedAt()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(claims.fields())
                .containsExactly(
                        new Field("module id", "i-1-enc2"),
                        new Field("timestamp", "2026-01-01T00:00:00Z"),
                        new Field("PCR0", "0100"),
                        new Field("PCR8", "08"),
                        new Field("public key", "a0"),
                        new Field("user data", "a1"),
                        new Field("nonce", "a2"));
    }

    @Test
    void a_nitro_enclave_is_in_debug_mode_where_its_image_is_zero_or_not_measured() {
        var registers = new TreeMap<Integer, Bytes>();
        assertThat(nitro(registers, false).debug()).isTrue();
        registers.put(0, Bytes.hex("0000"));
        assertThat(nitro(registers, false).debug()).isTrue();
        registers.put(0, Bytes.hex("0001"));
        assertThat(nitro(registers, false).debug()).isFalse();
        assertThat(nitro(registers, false).fields()).hasSize(3);
    }

    @Test
    void a_level_of_an_authority_has_its_label() {
        assertThat(IntelKind.label(PckAuthority.PLATFORM)).isEqualTo("platform");
        assertThat(IntelKind.label(PckAuthority.PROCESSOR)).isEqualTo("processor");
        assertThat(new IntelKind(IntelVerifier.TDX, Bytes.hex("90c06f000000"), PckAuthority.PROCESSOR))
                .hasToString("tdx-dcap of FMSPC 90c06f000000 (processor)");
        assertThat(SnpProduct.GENOA).hasToString("Genoa");
        assertThat(TcbStatus.TD_RELAUNCH_ADVISED).hasToString("TDRelaunchAdvised");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IntelKind("", Bytes.hex("90c06f000000"), PckAuthority.PROCESSOR));
    }
}
