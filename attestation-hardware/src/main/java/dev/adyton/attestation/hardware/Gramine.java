package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.verify.IntelVerifier;

/**
 * The files of Gramine in an SGX enclave (Gramine documentation, "Attestation and Secret Provisioning"): {@code user_report_data} takes 64 bytes, {@code quote} gives a quote over them. They
 * are the process's, so there is one use at a time.
 */
record Gramine(KernelFiles files) implements Way {
    static final String DIRECTORY = "/dev/attestation";

    /** Most bytes of a quote, with what may be behind it. */
    static final int MAX_QUOTE_BYTES = 32 * 1024;

    @Override
    public String name() {
        return "Gramine";
    }

    @Override
    public String place() {
        return DIRECTORY;
    }

    @Override
    public String type() throws KernelException, EvidenceUnavailableException {
        var type = files.line(DIRECTORY + "/attestation_type");
        if (!type.equals("dcap")) {
            throw new EvidenceUnavailableException(
                    DIRECTORY + "/attestation_type: found '" + type + "', wanted dcap, as the manifest has to say");
        }
        return IntelVerifier.SGX;
    }

    @Override
    public Bytes evidence(Bytes reportData) throws KernelException, EvidenceUnavailableException {
        files.write(DIRECTORY + "/user_report_data", reportData.toByteArray());
        return Quotes.cut(Bytes.of(files.read(DIRECTORY + "/quote", MAX_QUOTE_BYTES)));
    }
}
