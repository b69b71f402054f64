package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gets of bounded size and time, without redirects, cookies or credentials. One that failed on the way, or was answered by 429, 502, 503 or 504, is tried once more after a pause; nothing
 * else is. What was answered well is remembered for an hour. Thread-safe.
 */
final class Http implements AutoCloseable {
    /** How long what was answered may be given again. Revocation lists are valid for days at least. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration timeout;
    private final Pause pause;
    private final AnswerCache cache;

    /** Lets time pass. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** @param timeout for one attempt, from the connection to the last byte */
    Http(VendorServices services, Duration timeout, Pause pause, InstantSource clock) {
        this.timeout = timeout;
        this.pause = pause;
        this.cache = new AnswerCache(clock, MAX_AGE);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .proxy(services.proxy().map(ProxySelector::of).orElse(HttpClient.Builder.NO_PROXY))
                .build();
    }

    /**
     * Gets something.
     *
     * @param maxBytes that the body may have
     */
    Answer get(URI uri, int maxBytes) throws EndorsementException {
        var remembered = cache.get(uri);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        var answer = twice(uri, maxBytes);
        if (answer.ok()) {
            cache.put(uri, answer);
        }
        return answer;
    }

    private Answer twice(URI uri, int maxBytes) throws EndorsementException {
        try {
            Optional<Answer> first;
            try {
                first = Optional.of(once(uri, maxBytes));
            } catch (IOException _) {
                first = Optional.empty();
            }
            if (first.isPresent() && !first.get().passes()) {
                return first.get();
            }
            pause.of(first.map(Http::wanted).orElse(PAUSE));
            return once(uri, maxBytes);
        } catch (IOException e) {
            throw new EndorsementException(
                    "request to " + uri + ": found no answer (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "), wanted one of at most " + maxBytes + " bytes",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndorsementException("request to " + uri + ": interrupted", e);
        }
    }

    /** As long as the service asks for, within reason (RFC 9110 section 10.2.3; its form with a date is not used by these). */
    private static Duration wanted(Answer answer) {
        var header = answer.headers().firstValue("Retry-After");
        if (header.isEmpty() || !header.get().matches("[0-9]{1,4}")) {
            return PAUSE;
        }
        var asked = Duration.ofSeconds(Long.parseLong(header.get()));
        return asked.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : asked;
    }

    private Answer once(URI uri, int maxBytes) throws EndorsementException, IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri)
                .header("Accept-Encoding", "identity")
                .GET()
                .build();
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
        try {
            var response = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(uri, response.statusCode(), response.headers(), Bytes.of(response.body()));
        } catch (TimeoutException e) {
            throw new EndorsementException(
                    "request to " + uri + ": found no whole answer within " + timeout.toSeconds() + " s, wanted one",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new EndorsementException("request to " + uri + ": found a failure, wanted an answer", e);
        } finally {
            // Whatever is still under way is of no use: the connection is closed.
            answer.cancel(true);
        }
    }

    /** Ends what is under way and waits for its threads. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
