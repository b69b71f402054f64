package dev.adyton.credentials;

import java.io.ByteArrayInputStream;
import java.nio.CharBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Textual encodings of certificates and keys (RFC 7468), strictly. Anything outside the blocks is explanation and ignored. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s*+([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ");
    private static final int MAX_BLOCKS = 1000;

    /** Not a record: what it holds may be a secret, which no text shows and no comparison leaks. */
    private static final class Block {
        private final String label;
        private final byte[] der;

        Block(String label, byte[] der) {
            this.label = label;
            this.der = der;
        }
    }

    private Pem() {}

    /** All certificates, in order; at least one. */
    static List<X509Certificate> certificates(byte[] text) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var found = new ArrayList<X509Certificate>();
        for (var block : blocks(text)) {
            if (!block.label.equals("CERTIFICATE")) {
                Arrays.fill(block.der, (byte) 0);
                throw new CertificateException("found a block " + block.label + ", wanted certificates only");
            }
            found.add(certificate(factory, block.der));
        }
        if (found.isEmpty()) {
            throw new CertificateException("found no certificate, wanted at least one in PEM form");
        }
        return List.copyOf(found);
    }

    private static X509Certificate certificate(CertificateFactory factory, byte[] der) throws CertificateException {
        var in = new ByteArrayInputStream(der);
        var certificate = (X509Certificate) factory.generateCertificate(in);
        if (in.available() > 0) {
            throw new CertificateException("found " + in.available() + " bytes after a certificate, wanted its end");
        }
        return certificate;
    }

    /** The one key, of this algorithm. The text is the caller's to wipe; copies made here are wiped as far as Java allows. */
    static PrivateKey privateKey(byte[] text, String algorithm) throws GeneralSecurityException {
        var blocks = blocks(text);
        try {
            if (blocks.size() != 1) {
                throw new GeneralSecurityException("found " + blocks.size() + " blocks, wanted one PRIVATE KEY");
            }
            var block = blocks.getFirst();
            if (!block.label.equals("PRIVATE KEY")) {
                throw new GeneralSecurityException("found a block " + block.label
                        + ", wanted PRIVATE KEY, which is PKCS #8 without a password"
                        + " (openssl pkcs8 -topk8 -nocrypt makes it)");
            }
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.der));
        } finally {
            blocks.forEach(block -> Arrays.fill(block.der, (byte) 0));
        }
    }

    private static List<Block> blocks(byte[] text) throws GeneralSecurityException {
        // One byte is one character, so positions are the same in both.
        var characters = CharBuffer.allocate(text.length);
        for (var b : text) {
            characters.put((char) (b & 0xff));
        }
        characters.flip();
        var blocks = new ArrayList<Block>();
        var end = 0;
        var matcher = BLOCK.matcher(characters);
        while (matcher.find()) {
            requireNoBegin(characters, end, matcher.start());
            end = matcher.end();
            if (blocks.size() == MAX_BLOCKS) {
                throw new GeneralSecurityException("found more than " + MAX_BLOCKS + " blocks");
            }
            var content = Arrays.copyOfRange(text, matcher.start(2), matcher.end(2));
            blocks.add(new Block(matcher.group(1), decoded(content)));
        }
        requireNoBegin(characters, end, characters.length());
        Arrays.fill(characters.array(), '\0');
        return blocks;
    }

    /** What begins must end: half a file is not a shorter list. */
    private static void requireNoBegin(CharBuffer characters, int from, int to) throws GeneralSecurityException {
        if (BEGIN.matcher(characters).region(from, to).find()) {
            throw new GeneralSecurityException("found a PEM block that is damaged or has no end");
        }
    }

    private static byte[] decoded(byte[] content) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("found a PEM block that is not Base64");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
