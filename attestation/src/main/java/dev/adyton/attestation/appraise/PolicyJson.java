package dev.adyton.attestation.appraise;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What members of a policy file have in common. */
final class PolicyJson {
    /** In place of octets: whatever they are. */
    static final String ANY = "any";

    private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2})*");

    private PolicyJson() {}

    /** Takes one element of an array apart. */
    interface Reader<T> {
        T read(JsonObject object) throws JsonException;
    }

    /** What is made of the members of an object, whose faults are told at its place. */
    static <T> T checked(JsonObject object, Supplier<T> made) throws JsonException {
        try {
            return made.get();
        } catch (BadExpectationException e) {
            throw object.problem(e.found(), e.wanted());
        }
    }

    /** The objects in an array. */
    static <T> List<T> objects(Json json, Reader<T> reader) throws JsonException {
        var objects = new ArrayList<T>();
        for (var element : json.asArray().elements()) {
            objects.add(reader.read(element.asObject()));
        }
        return objects;
    }

    /** This many octets. */
    static Bytes bytes(Json json, int size) throws JsonException {
        var text = json.asText();
        if (text.length() != 2 * size || !HEX.matcher(text).matches()) {
            throw json.problem(2 * size + " hex digits");
        }
        return Bytes.hex(text);
    }

    static Optional<Bytes> optionalBytes(JsonObject object, String name, int size) throws JsonException {
        var json = object.optional(name);
        return json.isEmpty() ? Optional.empty() : Optional.of(bytes(json.get(), size));
    }

    /** Octets, or empty for {@value #ANY}. */
    static Optional<Bytes> bytesOrAny(Json json, int size) throws JsonException {
        if (json.asText().equals(ANY)) {
            return Optional.empty();
        }
        if (json.asText().length() != 2 * size) {
            throw json.problem(2 * size + " hex digits, or " + ANY);
        }
        return Optional.of(bytes(json, size));
    }

    /** As {@link #bytesOrAny(Json, int)}; zero where there is no such member. */
    static Optional<Bytes> bytesOrAny(JsonObject object, String name, int size) throws JsonException {
        var json = object.optional(name);
        return json.isEmpty() ? Optional.of(Wanted.zero(size)) : bytesOrAny(json.get(), size);
    }

    static String hexOrAny(Optional<Bytes> value) {
        return value.map(Bytes::hex).orElse(ANY);
    }

    /** Sets of octets; none where there is no such member. An empty array is refused: it would read as "none" and mean "any". */
    static Set<Bytes> byteSet(JsonObject object, String name, int size) throws JsonException {
        var json = object.optional(name);
        if (json.isEmpty()) {
            return Set.of();
        }
        var all = new ArrayList<Bytes>();
        for (var element : json.get().asArray().elements()) {
            all.add(bytes(element, size));
        }
        if (all.isEmpty()) {
            throw json.get().problem("at least one, or no such member");
        }
        return Set.copyOf(all);
    }

    static List<String> hexes(Set<Bytes> values) {
        return values.stream().map(Bytes::hex).sorted().toList();
    }

    static OptionalInt optionalInt(JsonObject object, String name, int most) throws JsonException {
        var json = object.optional(name);
        return json.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) json.get().asInteger(0, most));
    }

    static boolean flag(JsonObject object, String name) throws JsonException {
        var json = object.optional(name);
        return json.isPresent() && json.get().asBoolean();
    }

    static Optional<Duration> duration(JsonObject file, String name) throws JsonException {
        var json = file.optional(name);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        var wanted = "a duration above zero and up to " + AppraisalPolicy.MAX_DURATION + ", such as PT5M";
        try {
            var duration = Duration.parse(json.get().asText());
            if (AppraisalPolicy.isDuration(duration)) {
                return Optional.of(duration);
            }
        } catch (DateTimeException _) {
            throw json.get().problem(wanted);
        }
        throw json.get().problem(wanted);
    }
}
