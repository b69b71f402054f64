/**
 * An enclave that encrypts messages with a key that never leaves it, as a model for enclaves of your own: the contract is in
 * {@code encryption.proto}, {@link dev.adyton.examples.quickstart.QuickstartApplication} is what the runtime drives,
 * {@link dev.adyton.examples.quickstart.EncryptionGrpc} is how the host calls it.
 */
@NullMarked
package dev.adyton.examples.quickstart;

import org.jspecify.annotations.NullMarked;
