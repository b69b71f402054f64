package dev.adyton.attestation.hardware;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Devices that follow the pointers of what they are given, as the kernel does. */
class DevicesTest {
    private final FakeKernel kernel = new FakeKernel();
    private final List<Duration> pauses = new ArrayList<>();

    @AfterEach
    void no_device_stays_open() {
        assertThat(kernel.openFiles()).isZero();
    }

    private EvidenceSource source() {
        return new Hardware(kernel, pauses::add).source().orElseThrow();
    }

    private Bytes evidence() throws EvidenceUnavailableException {
        return source().evidence(Samples.REPORT_DATA);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** Answers each request of the Nitro security module. */
    private void nitro(Answer answer) {
        kernel.nodes.put(NitroModule.DEVICE, new FakeKernel.Node() {
            @Override
            public void ioctl(long request, MemorySegment raw) throws KernelException {
                assertThat(request).isEqualTo(0xC0200A00L);
                assertThat(raw.byteSize()).isEqualTo(32);
                var asked = at(raw.get(JAVA_LONG, 0), raw.get(JAVA_LONG, 8)).toArray(JAVA_BYTE);
                var answered = answer.to(Bytes.of(asked)).toByteArray();
                assertThat(raw.get(JAVA_LONG, 24)).isEqualTo(12288);
                var response = at(raw.get(JAVA_LONG, 16), raw.get(JAVA_LONG, 24));
                MemorySegment.copy(answered, 0, response, JAVA_BYTE, 0, Math.min(answered.length, 12288));
                raw.set(JAVA_LONG, 24, answered.length);
            }
        });
    }

    interface Answer {
        Bytes to(Bytes request) throws KernelException;
    }

    private static Bytes document(Bytes content) {
        return Bytes.hex(
                "a16b4174746573746174696f6ea168646f63756d656e7459" + "%04x".formatted(content.size()) + content.hex());
    }

    @Test
    void the_nitro_module_puts_the_report_data_into_user_data() throws Exception {
        var asked = new ArrayList<Bytes>();
        nitro(request -> {
            asked.add(request);
            return document(Samples.REPORT_DATA);
        });

        assertThat(source().type()).isEqualTo("aws-nitro");
        assertThat(evidence()).isEqualTo(Samples.REPORT_DATA);
        // {"Attestation": {"user_data": h'5a...', "nonce": null, "public_key": null}}
        assertThat(asked)
                .containsExactly(Bytes.hex("a16b4174746573746174696f6ea3" + "69757365725f64617461" + "5840"
                        + Samples.REPORT_DATA.hex() + "656e6f6e6365f6" + "6a7075626c69635f6b6579f6"));
    }

    @Test
    void an_error_of_the_nitro_module_is_told() {
        nitro(_ -> Bytes.hex("a1654572726f726d496e7465726e616c4572726f72"));

        assertThatThrownBy(this::evidence)
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessage("response of the Nitro security module: found error InternalError, wanted a document");
    }

    @Test
    void a_response_longer_than_its_buffer_is_refused() {
        nitro(_ -> Bytes.of(new byte[12289]));

        assertThatThrownBy(this::evidence).hasMessageContaining("found 12289 bytes, wanted at most 12288");
    }

    @Test
    void a_nitro_module_that_is_interrupted_or_busy_is_asked_again() throws Exception {
        nitro(_ -> document(Samples.REPORT_DATA));
        kernel.fail("ioctl", KernelException.EINTR, KernelException.EBUSY);

        assertThat(evidence()).isEqualTo(Samples.REPORT_DATA);
        assertThat(pauses).containsExactly(Duration.ofMillis(20));
    }

    @Test
    void a_device_that_knows_no_such_request_is_told() {
        nitro(_ -> {
            throw new KernelException("ioctl", KernelException.ENOTTY);
        });

        assertThatThrownBy(this::evidence).hasMessage("Nitro module: ioctl: ENOTTY, not for this device");
    }

    /** A guest device that answers with a status, a size and a report. */
    private void sevGuest(int status, int size, byte[] certificates) {
        kernel.nodes.put(SevGuest.DEVICE, new FakeKernel.Node() {
            @Override
            public void ioctl(long number, MemorySegment request) {
                assertThat(number).isEqualTo(0xC0205302L);
                assertThat(request.byteSize()).isEqualTo(32);
                assertThat(request.get(JAVA_BYTE, 0)).isEqualTo((byte) 1);
                var extended = at(request.get(JAVA_LONG, 8), 112);
                var data = Bytes.of(extended.asSlice(0, 64).toArray(JAVA_BYTE));
                assertThat(extended.get(JAVA_INT, 64)).as("VMPL").isZero();
                assertThat(extended.get(JAVA_INT, 104)).as("pages").isEqualTo(16384);
                MemorySegment.copy(
                        certificates, 0, at(extended.get(JAVA_LONG, 96), 16384), JAVA_BYTE, 0, certificates.length);
                var response = at(request.get(JAVA_LONG, 16), 4000);
                response.set(JAVA_INT, 0, status);
                response.set(JAVA_INT, 4, size);
                MemorySegment.copy(Samples.snpReport(data).toByteArray(), 0, response, JAVA_BYTE, 32, 1184);
            }
        });
    }

    @Test
    void the_guest_device_gives_a_report_for_level_0() throws Exception {
        sevGuest(0, 1184, new byte[0]);

        assertThat(source().type()).isEqualTo("sev-snp");
        assertThat(evidence()).isEqualTo(Samples.snpReport(Samples.REPORT_DATA));
    }

    @Test
    void the_guest_device_gives_the_pages_of_certificates_with_it() throws Exception {
        sevGuest(0, 1184, new byte[] {7});

        assertThat(evidence())
                .isEqualTo(Bytes.hex(Samples.snpReport(Samples.REPORT_DATA).hex() + "07" + "00".repeat(16383)));
    }

    @Test
    void a_report_that_the_firmware_did_not_make_is_refused() {
        sevGuest(0x16, 1184, new byte[0]);
        assertThatThrownBy(this::evidence).hasMessageContaining("found status 22 and 1184 bytes, wanted 0 and 1184");
        sevGuest(0, 1183, new byte[0]);
        assertThatThrownBy(this::evidence).hasMessageContaining("found status 0 and 1183 bytes");
        sevGuest(0, -1, new byte[0]);
        assertThatThrownBy(this::evidence).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void an_error_of_the_firmware_is_told() {
        kernel.nodes.put(SevGuest.DEVICE, new FakeKernel.Node() {
            @Override
            public void ioctl(long number, MemorySegment request) throws KernelException {
                request.set(JAVA_LONG, 24, 0x100000003L);
                throw new KernelException("ioctl", KernelException.EIO);
            }
        });

        assertThatThrownBy(this::evidence)
                .isInstanceOf(EvidenceUnavailableException.class)
                .hasMessage("/dev/sev-guest: found error 0x100000003 of the firmware, wanted none");
    }
}
