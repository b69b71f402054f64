package dev.adyton.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Bearer tokens (RFC 6750): {@code adyton_} and 32 random bytes in Base64url. Since they are random, their SHA-256 tells nothing of them, and
 * that is what a server keeps.
 */
public final class Tokens {
    private static final int RANDOM_BYTES = 32;
    private static final String PREFIX = "adyton_";

    /** What RFC 6750, section 2.1, calls b64token; shorter ones could be guessed. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,512}={0,2}");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private Tokens() {}

    /** A new token, from 256 random bits. */
    public static String generate(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The line of a server's tokens file that lets in whoever holds this token.
     *
     * @param client 1 to 64 characters of {@code [A-Za-z0-9._-]}
     * @throws IllegalArgumentException when name or token are not such
     */
    public static String line(String client, String token, Optional<Instant> expires) {
        if (!isName(client)) {
            throw new IllegalArgumentException(
                    "client name: found " + client.length() + " characters, wanted 1 to 64 of [A-Za-z0-9._-]");
        }
        if (!isToken(token)) {
            throw new IllegalArgumentException("token: found something else, wanted 16 characters or more of Base64");
        }
        return client + " sha256:" + sha256(token)
                + expires.map(instant -> " expires=" + instant).orElse("");
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
