package dev.adyton.examples.quickstart;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Encrypts with AES-256-GCM-SIV (RFC 8452) under a key of its own and random nonces. A repeated nonce would only show that two
 * messages are equal, nothing more. Thread-safe.
 *
 * <p>Believes nothing of what it is given: lengths are checked here, whatever the host has checked before. The AES of the library
 * looks up tables, so somebody who measures the processor's caches while it runs could learn of the key; an enclave that must
 * withstand that needs an AES in hardware instructions.
 */
final class MessageCipher {
    static final int MAX_MESSAGE_BYTES = 64 << 10;

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private final SecureRandom random;
    private final byte[] key = new byte[KEY_BYTES];
    private boolean hasKey;

    MessageCipher(SecureRandom random) {
        this.random = random;
    }

    synchronized void makeKey() {
        random.nextBytes(key);
        hasKey = true;
    }

    synchronized void eraseKey() {
        Arrays.fill(key, (byte) 0);
        hasKey = false;
    }

    /** A copy, so that erasing the key cannot make a message under way be encrypted with zeros. */
    private synchronized KeyParameter key() throws StatusException {
        if (!hasKey) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("There is no key: found an enclave that is not running, wanted one that is")
                    .asException();
        }
        return new KeyParameter(key);
    }

    EncryptReply encrypt(EncryptRequest request) throws StatusException {
        return EncryptReply.newBuilder()
                .setCiphertext(seal(request.getMessageBytes()))
                .build();
    }

    DecryptReply decrypt(DecryptRequest request) throws StatusException {
        return DecryptReply.newBuilder()
                .setMessageBytes(open(request.getCiphertext()))
                .build();
    }

    /** A new nonce, the encrypted message, the tag. */
    ByteString seal(ByteString message) throws StatusException {
        checkSize("Message", message.size(), 1, MAX_MESSAGE_BYTES);
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return ByteString.copyFrom(nonce).concat(process(true, nonce, message));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("Encrypting cannot find a wrong tag", e);
        }
    }

    ByteString open(ByteString ciphertext) throws StatusException {
        checkSize("Ciphertext", ciphertext.size(), 1 + OVERHEAD_BYTES, MAX_MESSAGE_BYTES + OVERHEAD_BYTES);
        var nonce = ciphertext.substring(0, NONCE_BYTES).toByteArray();
        try {
            return process(false, nonce, ciphertext.substring(NONCE_BYTES));
        } catch (InvalidCipherTextException e) {
            // Nothing of what went wrong, and where, must reach the host: it could be used to guess plaintext.
            throw Status.INVALID_ARGUMENT
                    .withDescription("Ciphertext was not made by this enclave, or was changed")
                    .asException();
        }
    }

    private ByteString process(boolean encrypt, byte[] nonce, ByteString input)
            throws InvalidCipherTextException, StatusException {
        // One for each message: the cipher keeps state.
        AEADBlockCipher cipher = new GCMSIVBlockCipher();
        cipher.init(encrypt, new AEADParameters(key(), TAG_BYTES * Byte.SIZE, nonce));
        var bytes = input.toByteArray();
        var output = new byte[cipher.getOutputSize(bytes.length)];
        int written = cipher.processBytes(bytes, 0, bytes.length, output, 0);
        written += cipher.doFinal(output, written);
        return ByteString.copyFrom(output, 0, written);
    }

    private static void checkSize(String what, int found, int least, int most) throws StatusException {
        if (found < least || found > most) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("%s has %d bytes, allowed are %d to %d".formatted(what, found, least, most))
                    .asException();
        }
    }
}
