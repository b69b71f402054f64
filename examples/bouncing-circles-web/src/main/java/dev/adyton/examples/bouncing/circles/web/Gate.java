package dev.adyton.examples.bouncing.circles.web;

import com.sun.net.httpserver.Headers;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. The server listens on loopback, so only this machine reaches it; what is left are pages of others in a browser on this
 * machine. Programs that are no browsers are let in: they could do all of it themselves.
 */
final class Gate {
    /** Names of this machine only: any other was made to point here (DNS rebinding). The port may be a tunnel's. */
    private static final Pattern OWN_HOST =
            Pattern.compile("(?i)(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::[0-9]{1,5})?");

    private Gate() {}

    /**
     * Why this is refused; empty when it is not.
     *
     * @param page whether it only shows a page, which others may link to
     */
    static Optional<String> refusal(Headers headers, boolean page) {
        var host = headers.getFirst("Host");
        if (host == null || !OWN_HOST.matcher(host).matches()) {
            return Optional.of("Host: found " + (host == null ? "none" : "another machine's name")
                    + ", wanted localhost, 127.0.0.1 or [::1]");
        }
        if (!page
                && !(isOwnOrigin(headers.getFirst("Origin"), host) && isOwnSite(headers.getFirst("Sec-Fetch-Site")))) {
            return Optional.of("Origin: found another site's page, wanted one of this server");
        }
        return Optional.empty();
    }

    /** Browsers name the origin of what changes something; programs need not. */
    private static boolean isOwnOrigin(@Nullable String origin, String host) {
        return origin == null || origin.equalsIgnoreCase("http://" + host);
    }

    /** Browsers say where anything comes from (Fetch Metadata); {@code none} is the user. */
    private static boolean isOwnSite(@Nullable String site) {
        return site == null || site.equals("same-origin") || site.equals("none");
    }
}
