package dev.adyton.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.attestation.verify.VerificationException;
import dev.adyton.testkit.vendors.RawCbor;
import org.junit.jupiter.api.Test;

/** AWS' root signs documents about whole instances as well, which must not pass for enclaves. */
class NitroTpmTest {
    private static final byte[] PCRS =
            RawCbor.map(RawCbor.integer(4), RawCbor.bytes(48, 1), RawCbor.integer(7), RawCbor.bytes(48, 2));

    private static void refused(NitroEnclave document) {
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(document::verify)
                .withMessage("payload: found nitrotpm_pcrs: a document of NitroTPM, which is about an instance,"
                        + " wanted one of an enclave");
    }

    @Test
    void a_document_of_an_instance_is_refused_saying_so() {
        var document = new NitroEnclave().put("nitrotpm_pcrs", PCRS);
        document.entries.remove("pcrs");

        refused(document);
    }

    @Test
    void a_document_of_both_is_one_of_an_instance() {
        refused(new NitroEnclave().put("nitrotpm_pcrs", PCRS));
    }
}
