package dev.adyton.attestation.intel;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.verify.TcbStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Members as Intel writes them in collateral. Members that nobody here knows are passed over: the documents are signed, and Intel adds some from time to time. */
final class Fields {
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Pattern ADVISORY = Pattern.compile("[A-Z0-9-]{1,32}");

    private Fields() {}

    /** Hex digits of exactly this many bytes. */
    static Bytes hex(JsonObject object, String name, int size) throws JsonException {
        var value = object.required(name);
        var text = value.asText();
        if (text.length() == 2 * size) {
            try {
                return Bytes.hex(text);
            } catch (IllegalArgumentException _) {
                throw value.problem(size + " bytes in hex digits");
            }
        }
        throw value.problem(size + " bytes in hex digits");
    }

    static Instant date(JsonObject object, String name) throws JsonException {
        var value = object.required(name);
        if (DATE.matcher(value.asText()).matches()) {
            try {
                return Instant.parse(value.asText());
            } catch (DateTimeException _) {
                throw value.problem("a date and time in UTC");
            }
        }
        throw value.problem("a date and time in UTC");
    }

    static TcbStatus status(JsonObject object, Set<TcbStatus> allowed) throws JsonException {
        var value = object.required("tcbStatus");
        return TcbStatus.of(value.asText())
                .filter(allowed::contains)
                .orElseThrow(() -> value.problem("one of " + EnumSet.copyOf(allowed)));
    }

    /** Numbers of advisories, of which there may be none. */
    static List<String> advisories(JsonObject object) throws JsonException {
        var found = object.optional("advisoryIDs");
        var advisories = new ArrayList<String>();
        if (found.isPresent()) {
            for (var element : found.get().asArray().elements()) {
                advisories.add(advisory(element));
            }
        }
        return advisories;
    }

    private static String advisory(Json element) throws JsonException {
        if (!ADVISORY.matcher(element.asText()).matches()) {
            throw element.problem("the number of an advisory");
        }
        return element.asText();
    }

    /** A non-empty array. */
    static List<Json> elements(JsonObject object, String name) throws JsonException {
        var array = object.required(name).asArray();
        if (array.elements().isEmpty()) {
            throw array.problem("at least one element");
        }
        return array.elements();
    }
}
