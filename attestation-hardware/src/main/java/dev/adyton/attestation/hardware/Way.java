package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.EvidenceUnavailableException;

/** One interface by which an operating system hands out evidence. Thread-safe. */
interface Way {
    /** As people call it. */
    String name();

    /** The path that tells whether it is here. */
    String place();

    /**
     * The type of evidence that it gives here. Asked only where {@link #place()} exists.
     *
     * @throws EvidenceUnavailableException when it gives none, saying why
     */
    String type() throws KernelException, EvidenceUnavailableException;

    /**
     * Evidence, by one attempt.
     *
     * @param reportData 64 bytes
     * @throws KernelException which may {@linkplain KernelException#passes pass}
     * @throws ConflictException when someone else was using the same at the same time
     * @throws EvidenceUnavailableException when there is none for another reason
     */
    Bytes evidence(Bytes reportData) throws KernelException, ConflictException, EvidenceUnavailableException;
}
