package dev.adyton.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/** A client's token in a file of its own, which nobody else may read. Read again when it changes. Thread-safe. */
public final class TokenFile {
    private final Reloaded<String> token;

    private TokenFile(Reloaded<String> token) {
        this.token = token;
    }

    /**
     * Reads the file.
     *
     * @throws IOException with the file, when it holds no token or others may read it
     */
    public static TokenFile open(Path file) throws IOException {
        return open(file, InstantSource.system());
    }

    static TokenFile open(Path file, InstantSource clock) throws IOException {
        return new TokenFile(Reloaded.open(List.of(file), () -> read(file), clock));
    }

    private static String read(Path file) throws IOException {
        var content = GuardedFile.readSecret(file);
        var text = new String(content, StandardCharsets.ISO_8859_1).strip();
        Arrays.fill(content, (byte) 0);
        if (!Tokens.isToken(text)) {
            throw new IOException(file + ": found " + text.length()
                    + " characters that are no token, wanted what `adyton credentials token` printed and nothing else");
        }
        return text;
    }

    /** The token as of now. It is a secret: send it to its server over an encrypted link, and show it to nobody. */
    public String token() {
        return token.current();
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "TokenFile";
    }
}
