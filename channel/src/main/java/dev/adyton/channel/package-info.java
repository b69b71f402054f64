/**
 * The attested channel: {@link dev.adyton.channel.AttestedChannel} is records over records. It runs TLS 1.3 between the host library and the enclave
 * runtime; the host then sends a nonce, the enclave answers with evidence bound to this very channel, and the host appraises it. Until then nothing
 * else crosses.
 */
@NullMarked
package dev.adyton.channel;

import org.jspecify.annotations.NullMarked;
