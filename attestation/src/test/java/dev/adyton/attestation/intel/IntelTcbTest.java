package dev.adyton.attestation.intel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.IntelPlatform.MemoryProtection;
import dev.adyton.attestation.verify.IntelPlatform.PckAuthority;
import dev.adyton.attestation.verify.SgxClaims;
import dev.adyton.attestation.verify.TcbStatus;
import dev.adyton.attestation.verify.TdxClaims;
import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.IntelDocuments;
import dev.adyton.testkit.vendors.IntelMachine.Kind;
import dev.adyton.testkit.vendors.SgxExtension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Authentic evidence of platforms in every state, and what is claimed of them. */
class IntelTcbTest {
    /** Octets of the TD report: the module's version and major version, and the late microcode update's version. */
    private static final int MODULE = 0;

    private static final int MAJOR = 1;
    private static final int MICROCODE = 2;

    /** The same of what runs now. */
    private static final int RUNNING = 584;

    private static final int QE_SVN = 258;

    @Test
    void claims_of_an_enclave_are_its_report_its_processor_and_where_that_stands() throws VerificationException {
        var claims = (SgxClaims) new SyntheticIntel(Kind.SGX_3).verify();

        assertThat(claims.report().mrEnclave()).isEqualTo(Bytes.hex("41".repeat(32)));
        assertThat(claims.report().mrSigner()).isEqualTo(Bytes.hex("42".repeat(32)));
        assertThat(claims.report().isvProdId()).isEqualTo(7);
        assertThat(claims.report().isvSvn()).isEqualTo(3);
        assertThat(claims.report().reportData()).isEqualTo(Bytes.hex("43".repeat(64)));
        assertThat(claims.debug()).isFalse();
        assertThat(claims.hardware().fmspc()).isEqualTo(Bytes.hex("90c06f000000"));
        assertThat(claims.hardware().ppid()).isEqualTo(Bytes.hex("aa".repeat(16)));
        assertThat(claims.hardware().instanceId()).contains(Bytes.hex("bb".repeat(16)));
        assertThat(claims.hardware().tcbComponents()).isEqualTo(Bytes.hex("05".repeat(16)));
        assertThat(claims.hardware().pceSvn()).isEqualTo(11);
        assertThat(claims.hardware().type()).isEqualTo(MemoryProtection.SCALABLE);
        assertThat(claims.hardware().pckAuthority()).isEqualTo(PckAuthority.PLATFORM);
        assertThat(claims.hardware().dynamicPlatform()).contains(true);
        assertThat(claims.hardware().cachedKeys()).contains(false);
        assertThat(claims.hardware().smtEnabled()).contains(true);
        assertThat(claims.tcb().tdxModule()).isEmpty();
        assertThat(claims.tcb().advisories()).containsExactly("INTEL-SA-08");
        assertThat(claims.tcb().evaluationDataNumber()).isEqualTo(18);
        assertThat(claims.tcb().levelDate()).isEqualTo(Instant.parse("2025-05-14T00:00:00Z"));
        assertThat(claims.tcb().issuedAt()).isEqualTo(SyntheticIntel.NOW.minusSeconds(900));
        assertThat(claims.tcb().validUntil()).isEqualTo(IntelDocuments.NEXT);
    }

    @Test
    void claims_of_a_trust_domain_are_its_report_its_processor_and_where_that_stands() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_5_15);
        synthetic.body[600] = 1;
        var claims = (TdxClaims) synthetic.verify();
        var report = claims.report();

        assertThat(report.mrSeam()).isEqualTo(Bytes.hex("51".repeat(48)));
        assertThat(report.mrTd()).isEqualTo(Bytes.hex("60".repeat(48)));
        assertThat(report.mrConfigId()).isEqualTo(Bytes.hex("61".repeat(48)));
        assertThat(report.mrOwner()).isEqualTo(Bytes.hex("62".repeat(48)));
        assertThat(report.mrOwnerConfig()).isEqualTo(Bytes.hex("63".repeat(48)));
        assertThat(report.rtmrs())
                .containsExactly(
                        Bytes.hex("64".repeat(48)),
                        Bytes.hex("65".repeat(48)),
                        Bytes.hex("66".repeat(48)),
                        Bytes.hex("67".repeat(48)));
        assertThat(report.reportData()).isEqualTo(Bytes.hex("43".repeat(64)));
        assertThat(report.tdAttributes()).isEqualTo(Bytes.hex("0000001000000000"));
        assertThat(report.later().orElseThrow().mrServiceTd()).isEqualTo(Bytes.hex("01" + "00".repeat(47)));
        assertThat(claims.tcb().tdxModule()).contains(TcbStatus.UP_TO_DATE);
        assertThat(claims.tcb().advisories()).containsExactly("INTEL-SA-06", "INTEL-SA-08");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_field_is_shown_to_people(Kind kind) throws VerificationException {
        var fields = new SyntheticIntel(kind).verify().fields();

        assertThat(fields).hasSizeGreaterThan(30).doesNotHaveDuplicates();
        assertThat(fields).allSatisfy(field -> assertThat(field.value()).matches("[ -~]+"));
        assertThat(fields).extracting(field -> field.name()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "5,11,UpToDate,''",
        "4,11,SWHardeningNeeded,INTEL-SA-00615",
        "3,10,ConfigurationNeeded,INTEL-SA-00289",
        "3,11,ConfigurationNeeded,INTEL-SA-00289",
        "2,9,OutOfDate,INTEL-SA-00477",
        "5,9,OutOfDate,INTEL-SA-00477"
    })
    void the_level_is_the_highest_of_which_every_component_is_reached(
            int component, int pceSvn, String status, String advisory) throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        synthetic.pckExtension.component(9, component);
        synthetic.pckExtension.component(17, pceSvn);
        var tcb = synthetic.verify().tcb();

        assertThat(tcb.status().label()).isEqualTo(status);
        assertThat(tcb.level()).isEqualTo(tcb.status());
        assertThat(tcb.sgxLevel()).isEqualTo(tcb.status());
        assertThat(tcb.advisories())
                .isEqualTo(advisory.isEmpty() ? List.of("INTEL-SA-08") : List.of(advisory, "INTEL-SA-08"));
    }

    @Test
    void levels_are_compared_in_their_order_whatever_the_order_of_the_document() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        var text = synthetic.tcbInfo.text;
        var levels = text.substring(text.indexOf("\"tcbLevels\":[") + 13, text.length() - 2);
        var split = levels.split(",(?=\\{\"tcb\":)", -1);
        synthetic.tcbInfo.replace(levels, String.join(",", List.of(split).reversed()));

        assertThat(synthetic.verify().tcb().level()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    @ParameterizedTest
    @CsvSource({
        // Components from 2 on count, as the first two are the module's.
        "6,1,6,UpToDate,UpToDate",
        "6,1,7,UpToDate,UpToDate",
        "6,1,5,SWHardeningNeeded,SWHardeningNeeded",
        "6,1,4,ConfigurationNeeded,ConfigurationNeeded",
        "6,1,3,OutOfDate,OutOfDate",
        // A module that is out of date
        "5,1,6,UpToDate,OutOfDate",
        "4,1,5,SWHardeningNeeded,OutOfDate",
        "4,1,4,ConfigurationNeeded,OutOfDateConfigurationNeeded",
        "4,1,3,OutOfDate,OutOfDate",
        // Another module, with levels of its own
        "3,3,6,UpToDate,UpToDate",
        // A module without identity: all components count
        "5,0,6,UpToDate,UpToDate",
        "4,0,6,OutOfDate,OutOfDate",
        "3,0,6,OutOfDate,OutOfDate"
    })
    void a_trust_domain_stands_where_its_components_and_its_module_stand(
            int module, int major, int microcode, String level, String status) throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        synthetic.body[MODULE] = (byte) module;
        synthetic.body[MAJOR] = (byte) major;
        synthetic.body[MICROCODE] = (byte) microcode;
        var tcb = synthetic.verify().tcb();

        assertThat(tcb.level().label()).isEqualTo(level);
        assertThat(tcb.sgxLevel()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(tcb.status().label()).isEqualTo(status);
        assertThat(tcb.tdxModule().isPresent()).isEqualTo(major != 0);
    }

    @Test
    void the_first_two_components_of_a_module_with_identity_do_not_count_against_it() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_4);
        synthetic.tcbInfo.replace(
                "[{\"svn\":5,\"category\":\"BIOS\"},{\"svn\":0,", "[{\"svn\":200,\"category\":\"BIOS\"},{\"svn\":200,");

        assertThat(synthetic.verify().tcb().level()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    @ParameterizedTest
    @CsvSource({
        "5,8,UpToDate,UpToDate",
        "5,9,UpToDate,UpToDate",
        "5,7,OutOfDate,OutOfDate",
        "4,7,OutOfDate,OutOfDate",
        "3,6,OutOfDate,OutOfDateConfigurationNeeded",
        "2,4,OutOfDate,OutOfDate"
    })
    void an_old_quoting_enclave_makes_the_whole_out_of_date(int component, int svn, String enclave, String status)
            throws VerificationException {
        for (var kind : Kind.values()) {
            var synthetic = new SyntheticIntel(kind);
            synthetic.qeReport[QE_SVN] = (byte) svn;
            synthetic.pckExtension.component(1, component);
            var expected = svn < 6 ? "NoMatch" : status;
            if (svn == 4) {
                synthetic.identity.replace("\"Revoked\"", "\"OutOfDate\"");
                expected = status;
            }
            var tcb = synthetic.verify().tcb();

            assertThat(tcb.quotingEnclave().label()).isEqualTo(enclave);
            assertThat(tcb.status().label()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // started with module 4 under microcode 6: out of date; runs now: module, major version, microcode
        "5,6,1,6,TDRelaunchAdvised",
        "5,7,1,7,TDRelaunchAdvised",
        "4,6,1,6,TDRelaunchAdvised",
        "3,6,1,6,TDRelaunchAdvisedConfigurationNeeded",
        "2,6,1,6,OutOfDate",
        "5,5,1,6,OutOfDate",
        "5,6,1,5,OutOfDate",
        "5,3,3,6,TDRelaunchAdvised",
        "5,2,3,6,OutOfDate",
        "5,5,0,6,TDRelaunchAdvised",
        "5,4,0,6,OutOfDate",
        "5,5,0,5,OutOfDate"
    })
    void a_trust_domain_that_was_started_under_an_old_module_is_told_to_start_again(
            int component, int module, int major, int microcode, String status) throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_5_15);
        synthetic.pckExtension.component(1, component);
        synthetic.body[MODULE] = 4;
        synthetic.body[RUNNING] = (byte) module;
        synthetic.body[RUNNING + MAJOR] = (byte) major;
        synthetic.body[RUNNING + MICROCODE] = (byte) microcode;

        assertThat(synthetic.verify().tcb().status().label()).isEqualTo(status);
    }

    @Test
    void no_relaunch_helps_where_the_quoting_enclave_is_old_too() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_5_15);
        synthetic.body[MODULE] = 4;
        synthetic.qeReport[QE_SVN] = 7;

        assertThat(synthetic.verify().tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE);
    }

    @Test
    void a_relaunch_is_not_advised_where_the_module_is_current_and_something_else_is_old()
            throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.TDX_5_15);
        synthetic.body[MICROCODE] = 3;

        assertThat(synthetic.verify().tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TDX_4", "TDX_5_10"})
    void reports_of_tdx_1_0_know_nothing_of_a_relaunch(Kind kind) throws VerificationException {
        var synthetic = new SyntheticIntel(kind);
        synthetic.body[MODULE] = 4;

        assertThat(synthetic.verify().tcb().status()).isEqualTo(TcbStatus.OUT_OF_DATE);
    }

    @Test
    void tcb_info_of_version_2_will_do_for_sgx() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        synthetic.tcbInfo.text = IntelDocuments.tcbInfo2();
        var tcb = synthetic.verify().tcb();

        assertThat(tcb.status()).isEqualTo(TcbStatus.UP_TO_DATE);
        assertThat(tcb.evaluationDataNumber()).isEqualTo(17);
    }

    @Test
    void a_processor_of_the_other_authority_may_leave_out_what_only_platforms_have() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        synthetic.authority.subject = IntelNames.PROCESSOR_CA;
        synthetic.pck.issuer = IntelNames.PROCESSOR_CA;
        synthetic.pckCrl.issuer = IntelNames.PROCESSOR_CA;
        synthetic.pckExtension.parts.remove(6);
        synthetic.pckExtension.configuration.clear();
        synthetic.pckExtension.parts.put(5, new ASN1Enumerated(0));
        var hardware = synthetic.verify().hardware();

        assertThat(hardware.pckAuthority()).isEqualTo(PckAuthority.PROCESSOR);
        assertThat(hardware.type()).isEqualTo(MemoryProtection.STANDARD);
        assertThat(hardware.instanceId()).isEmpty();
        assertThat(List.of(hardware.dynamicPlatform(), hardware.cachedKeys(), hardware.smtEnabled()))
                .containsOnly(Optional.empty());
    }

    @Test
    void parts_of_the_extension_that_nobody_knows_are_passed_over() throws VerificationException {
        var synthetic = new SyntheticIntel(Kind.SGX_3);
        synthetic.pckExtension.parts.put(8, SgxExtension.octets("0102"));
        synthetic.pckExtension.configuration.put(4, SgxExtension.octets("0102"));

        assertThat(synthetic.verify().tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void the_text_of_the_chain_may_end_without_nul_and_authentication_data_may_be_of_any_length(Kind kind)
            throws VerificationException {
        for (var size : List.of(0, 1, 1000)) {
            var synthetic = new SyntheticIntel(kind);
            synthetic.certificationTail = new byte[0];
            synthetic.authenticationData = new byte[size];

            assertThat(synthetic.verify().tcb().status()).isEqualTo(TcbStatus.UP_TO_DATE);
        }
    }

    @Test
    void debug_is_a_claim() throws VerificationException {
        var enclave = new SyntheticIntel(Kind.SGX_3);
        enclave.body[48] |= 2;
        assertThat(enclave.verify().debug()).isTrue();

        for (int bit = 0; bit < Byte.SIZE; bit++) {
            var domain = new SyntheticIntel(Kind.TDX_4);
            domain.body[120] = (byte) (1 << bit);
            assertThat(domain.verify().debug()).isTrue();
        }
        var other = new SyntheticIntel(Kind.TDX_4);
        other.body[121] = 1;
        assertThat(other.verify().debug()).isFalse();
    }
}
