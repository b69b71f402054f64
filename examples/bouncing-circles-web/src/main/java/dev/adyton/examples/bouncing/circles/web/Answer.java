package dev.adyton.examples.bouncing.circles.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a request is answered. */
sealed interface Answer {
    /** HTTP status code. */
    int status();

    /** Media type of the body. */
    String type();

    /** All of it at once. */
    record Whole(int status, String type, String body) implements Answer {
        /** Length of the body in bytes. */
        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Server-sent events.
     *
     * @param writer writes until there will be no more
     * @param end run afterwards, also when nothing could be written at all
     */
    record Events(Writer writer, Runnable end) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String type() {
            return "text/event-stream; charset=utf-8";
        }
    }

    /** Writes as long as it has something to say. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    static Answer html(String body) {
        return new Whole(200, "text/html; charset=utf-8", body);
    }

    static Answer xml(String body) {
        return new Whole(200, "text/xml; charset=utf-8", body);
    }

    /** Done; there is nothing to tell. */
    static Answer done() {
        return new Whole(200, "text/html; charset=utf-8", "");
    }

    /** Not done, for this reason. */
    static Answer refusal(int status, String reason) {
        return new Whole(status, "text/plain; charset=utf-8", reason + "\n");
    }
}
