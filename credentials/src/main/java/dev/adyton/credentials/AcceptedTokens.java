package dev.adyton.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tokens that a server accepts, from a file that holds their hashes:
 *
 * <pre>
 * # one line for each token
 * alice sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 * bob   sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752 expires=2027-01-01T00:00:00Z
 * </pre>
 *
 * <p>A client may have several. The file is looked at for each question and read again when it has changed; while it makes no sense, what was
 * read before stays in force. Thread-safe.
 */
public final class AcceptedTokens {
    private static final int MAX_TOKENS = 10_000;
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final Pattern HASH = Pattern.compile("sha256:([0-9a-f]{64})");
    private static final String EXPIRES = "expires=";

    /**
     * One line.
     *
     * @param client who it is of
     * @param sha256 of the token, 64 lower-case hexadecimal digits
     * @param expires from when on it is of no use
     */
    record Entry(String client, String sha256, Optional<Instant> expires) {}

    private final Reloaded<List<Entry>> entries;
    private final InstantSource clock;

    private AcceptedTokens(Reloaded<List<Entry>> entries, InstantSource clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Reads the file.
     *
     * @throws IOException with file and line, when the file makes no sense now or others may write to it
     */
    public static AcceptedTokens open(Path file, InstantSource clock) throws IOException {
        return new AcceptedTokens(Reloaded.open(List.of(file), () -> read(file), clock), clock);
    }

    private static List<Entry> read(Path file) throws IOException {
        try {
            return parse(new String(GuardedFile.read(file), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The name of the client that this token is of, if it is accepted now. Takes as long for any wrong token as for any other. */
    public Optional<String> client(String token) {
        if (!Tokens.isToken(token)) {
            return Optional.empty();
        }
        var found = bytes(Tokens.sha256(token));
        var now = clock.instant();
        var client = Optional.<String>empty();
        for (var entry : entries.current()) {
            // All of them, so that the time tells nobody where in the file a token stands.
            var same = MessageDigest.isEqual(found, bytes(entry.sha256()));
            if (same && entry.expires().map(now::isBefore).orElse(true)) {
                client = Optional.of(entry.client());
            }
        }
        return client;
    }

    private static byte[] bytes(String hex) {
        return hex.getBytes(StandardCharsets.US_ASCII);
    }

    /** Messages name lines, not what stands there: it may be a token that was put into the wrong file. */
    static List<Entry> parse(String text) {
        var entries = new ArrayList<Entry>();
        var hashes = new HashSet<String>();
        var number = 0;
        for (var line : text.lines().toList()) {
            number++;
            var trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            var entry = entry(number, SPACES.split(trimmed));
            if (!hashes.add(entry.sha256())) {
                throw wrong(number, "a hash that an earlier line has", "each once");
            }
            entries.add(entry);
        }
        if (entries.size() > MAX_TOKENS) {
            throw new IllegalArgumentException("found " + entries.size() + " tokens, wanted at most " + MAX_TOKENS);
        }
        return List.copyOf(entries);
    }

    private static Entry entry(int line, String[] words) {
        if (words.length < 2 || words.length > 3) {
            throw wrong(line, words.length + " words", "NAME sha256:HEX, and expires=INSTANT if it does");
        }
        if (!Tokens.isName(words[0])) {
            throw wrong(line, "a client name of " + words[0].length() + " characters", "1 to 64 of [A-Za-z0-9._-]");
        }
        var hash = HASH.matcher(words[1]);
        if (!hash.matches()) {
            throw wrong(line, "no hash after the name", "sha256: and 64 lower-case hexadecimal digits");
        }
        return new Entry(words[0], hash.group(1), words.length == 3 ? expires(line, words[2]) : Optional.empty());
    }

    private static Optional<Instant> expires(int line, String word) {
        try {
            if (word.startsWith(EXPIRES)) {
                return Optional.of(Instant.parse(word.substring(EXPIRES.length())));
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw wrong(line, "something else after the hash", "expires= and an instant such as 2027-01-01T00:00:00Z");
    }

    private static IllegalArgumentException wrong(int line, String found, String wanted) {
        return new IllegalArgumentException("line " + line + ": found " + found + ", wanted " + wanted);
    }
}
