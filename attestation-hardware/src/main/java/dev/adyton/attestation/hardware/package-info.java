/**
 * Ways to evidence of trusted hardware: Linux' configfs-tsm (Intel TDX, AMD SEV-SNP), Gramine (Intel SGX), the Nitro security module, and {@code /dev/sev-guest}. What comes from there
 * is handed on as it is, with bounds on sizes and time, and judged by nobody here.
 */
@NullMarked
package dev.adyton.attestation.hardware;

import org.jspecify.annotations.NullMarked;
