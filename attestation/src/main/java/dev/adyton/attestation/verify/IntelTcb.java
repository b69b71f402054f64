package dev.adyton.attestation.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a platform stands in Intel's TCB information. Whether that is good enough is for a policy to say.
 *
 * @param status of everything together, converged as Intel's QuoteVerificationLibrary does it; never {@link TcbStatus#REVOKED}
 * @param level of the TCB level that the platform reaches in all its components
 * @param sgxLevel of the TCB level that it reaches when TDX components are left out; as {@code level} for SGX
 * @param tdxModule of the TDX module; absent for SGX, and for modules that have no identity of their own
 * @param quotingEnclave of the enclave that signed the quote
 * @param advisories Intel's numbers of what is known against these levels, e.g. {@code INTEL-SA-00615}, sorted, each once
 * @param levelDate date that Intel gave to the TCB level
 * @param evaluationDataNumber the lesser of those of TCB information and quoting enclave identity
 * @param issuedAt when the oldest was issued of TCB information, quoting enclave identity and PCK revocation list, which Intel issues anew each month
 * @param validUntil when the first of the endorsements and certificates stops being valid
 */
public record IntelTcb(
        TcbStatus status,
        TcbStatus level,
        TcbStatus sgxLevel,
        Optional<TcbStatus> tdxModule,
        TcbStatus quotingEnclave,
        List<String> advisories,
        Instant levelDate,
        long evaluationDataNumber,
        Instant issuedAt,
        Instant validUntil) {
    public IntelTcb {
        advisories = List.copyOf(advisories);
    }
}
