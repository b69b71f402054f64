package dev.adyton.endorsements;

import dev.adyton.attestation.Bytes;
import java.net.URI;
import java.net.http.HttpHeaders;

/** What a service answered. */
record Answer(URI uri, int status, HttpHeaders headers, Bytes body) {
    static final int OK = 200;
    static final int NOT_FOUND = 404;

    boolean ok() {
        return status == OK;
    }

    /** Whether the same may be answered otherwise a little later. */
    boolean passes() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** The body, of an answer that is one. */
    Bytes required(String what) throws EndorsementException {
        if (!ok()) {
            throw new EndorsementException(what + " from " + uri + ": found HTTP status " + status + ", wanted " + OK
                    + (status == NOT_FOUND ? "; the service does not have it" : ""));
        }
        return body;
    }
}
