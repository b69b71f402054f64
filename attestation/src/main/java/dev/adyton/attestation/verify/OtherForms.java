package dev.adyton.attestation.verify;

import dev.adyton.attestation.Bytes;
import java.util.Optional;

/** Forms that evidence is met in elsewhere and that are not taken, so that who has some is told what it is. */
final class OtherForms {
    /** Header of what Azure's host compatibility layer keeps in its virtual TPM. */
    private static final Bytes AZURE = Bytes.utf8("HCLA");

    // Open Enclave, oe_report_header_t: version 1, local (1) or remote (2) report, size of what follows; little-endian.
    private static final int OPEN_ENCLAVE_HEADER_BYTES = 16;
    private static final int OPEN_ENCLAVE_VERSION = 1;
    private static final int OPEN_ENCLAVE_REMOTE = 2;

    /** Of text in base64 or hex digits; shorter than that is no evidence in any case. */
    private static final int LEAST_TEXT_BYTES = 256;

    private OtherForms() {}

    /** What these bytes are, in words. */
    static Optional<String> of(Bytes evidence) {
        if (evidence.size() >= AZURE.size() && evidence.slice(0, AZURE.size()).equals(AZURE)) {
            return Optional.of("a report out of the virtual TPM of Azure (HCLA), of which no kind is verified here");
        }
        if (isOpenEnclave(evidence)) {
            return Optional.of("a report of Open Enclave, whose quote is what comes after its "
                    + OPEN_ENCLAVE_HEADER_BYTES + " bytes of header");
        }
        return isText(evidence)
                ? Optional.of("text such as base64 or hex digits, of which the octets are wanted")
                : Optional.empty();
    }

    private static boolean isOpenEnclave(Bytes evidence) {
        if (evidence.size() < OPEN_ENCLAVE_HEADER_BYTES) {
            return false;
        }
        long type = number(evidence, 4, 4);
        return number(evidence, 0, 4) == OPEN_ENCLAVE_VERSION
                && type >= 1
                && type <= OPEN_ENCLAVE_REMOTE
                && number(evidence, 8, 8) == evidence.size() - OPEN_ENCLAVE_HEADER_BYTES;
    }

    private static long number(Bytes evidence, int from, int bytes) {
        long number = 0;
        for (int i = from + bytes - 1; i >= from; i--) {
            number = number << Byte.SIZE | evidence.at(i);
        }
        return number;
    }

    private static boolean isText(Bytes evidence) {
        if (evidence.size() < LEAST_TEXT_BYTES) {
            return false;
        }
        for (int i = 0; i < evidence.size(); i++) {
            int octet = evidence.at(i);
            if (octet > '~' || (!Character.isLetterOrDigit(octet) && "+/=-_\r\n".indexOf(octet) < 0)) {
                return false;
            }
        }
        return true;
    }
}
