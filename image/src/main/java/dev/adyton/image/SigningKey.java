package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a signer signs images with: one private key, or the two of a hybrid scheme, and their public half. Holds its own copy of the private
 * keys and overwrites it when it is closed. The JDK makes copies while signing that nothing but the garbage collector removes, so close is
 * no promise that the memory holds nothing of them. Not thread-safe.
 */
public final class SigningKey implements AutoCloseable {
    /** Signed to see whether two halves belong together. No payload of an image starts like this. */
    private static final byte[] PROBE = "adyton-key-check-v1".getBytes(US_ASCII);

    private final VerifyingKey verifyingKey;
    private final List<byte[]> pkcs8;

    private boolean closed;

    private SigningKey(VerifyingKey verifyingKey, List<byte[]> pkcs8) {
        this.verifyingKey = verifyingKey;
        this.pkcs8 = pkcs8;
    }

    /** A new key by the JDK's default source of randomness. */
    public static SigningKey generate(SignatureScheme scheme) {
        var encoded = new ArrayList<byte[]>();
        var pkcs8 = new ArrayList<byte[]>();
        for (var algorithm : scheme.algorithms()) {
            var pair = algorithm.generate();
            encoded.add(pair.getPublic().getEncoded());
            pkcs8.add(pair.getPrivate().getEncoded());
        }
        try {
            return new SigningKey(VerifyingKey.of(encoded), pkcs8);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("The JDK made a key that is none of " + scheme + ", which is a bug", e);
        }
    }

    /**
     * Reads the {@code PRIVATE KEY} blocks (PKCS #8 in PEM, RFC 7468, 10) of a file that only its owner may read or write, as many as the public
     * key has parts and in their order.
     *
     * @throws InvalidKeyException when the file holds something else, for example an encrypted key or one that the public key does not
     *     belong to
     * @throws IOException when the file cannot be read or others may read or write it
     */
    public static SigningKey read(Path file, VerifyingKey verifyingKey) throws IOException, InvalidKeyException {
        KeyFile.checkPrivate(file);
        return KeyFile.parse(file, KeyFile.read(file), pem -> parse(pem, verifyingKey));
    }

    /**
     * As {@link #read(Path, VerifyingKey)}, with the public key of {@link #publicFile} beside the file.
     *
     * @throws InvalidKeyException when one of the files holds something else, or they do not belong together
     * @throws IOException when one of the files is not there or cannot be read, or others may read or write the private key
     */
    public static SigningKey read(Path file) throws IOException, InvalidKeyException {
        var publicFile = publicFile(file);
        if (!Files.exists(file)) {
            throw new IOException("There is no key file " + file);
        }
        if (!Files.exists(publicFile)) {
            throw new IOException(
                    "There is no public key %s beside the key file %s, wanted both (openssl pkey -in %s -pubout)"
                            .formatted(publicFile, file, file));
        }
        return read(file, VerifyingKey.read(publicFile));
    }

    private static SigningKey parse(byte[] pem, VerifyingKey verifyingKey) throws InvalidKeyException {
        return of(verifyingKey, Pem.read(pem, Pem.PRIVATE_KEY));
    }

    /** The key with these PKCS #8 encodings, which are taken over and overwritten when they are no such keys. */
    static SigningKey of(VerifyingKey verifyingKey, List<byte[]> pkcs8) throws InvalidKeyException {
        var key = new SigningKey(verifyingKey, pkcs8);
        try {
            key.check();
            return key;
        } catch (InvalidKeyException e) {
            key.close();
            throw e;
        }
    }

    private void check() throws InvalidKeyException {
        var algorithms = verifyingKey.scheme().algorithms();
        if (pkcs8.size() != algorithms.size()) {
            throw new InvalidKeyException("found %d private keys, wanted %d, of %s like the public key"
                    .formatted(
                            pkcs8.size(),
                            algorithms.size(),
                            verifyingKey.scheme().label()));
        }
        verifyingKey.checkMadeBy(signatures(PROBE), PROBE);
    }

    /**
     * Writes the private keys to a new file that only its owner may read and write, and the public ones to {@link #publicFile} beside it.
     *
     * @throws java.nio.file.FileAlreadyExistsException when one of the files is there already; both are left as they are
     * @throws IOException when a file cannot be written; neither is left behind
     */
    public void write(Path file) throws IOException {
        checkOpen();
        var pem = Pem.write(Pem.PRIVATE_KEY, pkcs8);
        try {
            KeyFile.writePair(file, pem, publicFile(file), verifyingKey.toPem());
        } finally {
            Arrays.fill(pem, (byte) 0);
        }
    }

    /** Where the public half of the key in a file is: {@code FILE.pub}. */
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** The public half. */
    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /**
     * The image with this signer's signature instead of any that it had. Its measurement stays the same.
     *
     * @throws IllegalArgumentException when the file would become too large
     * @throws IllegalStateException when this is closed
     */
    public EnclaveImage sign(EnclaveImage image) {
        checkOpen();
        try {
            return verifyingKey.attach(image, signatures(verifyingKey.payload(image)));
        } catch (InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("A key that could sign when it was made no longer can, which is a bug", e);
        }
    }

    private List<byte[]> signatures(byte[] payload) throws InvalidKeyException {
        var signatures = new ArrayList<byte[]>();
        for (int i = 0; i < pkcs8.size(); i++) {
            var algorithm = verifyingKey.scheme().algorithms().get(i);
            signatures.add(algorithm.sign(algorithm.privateKey(pkcs8.get(i)), payload));
        }
        return signatures;
    }

    /** Overwrites the private keys that this holds. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        pkcs8.forEach(key -> Arrays.fill(key, (byte) 0));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The signing key is closed");
        }
    }
}
