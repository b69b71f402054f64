package dev.adyton.attestation.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * An object. No two members have the same name.
 *
 * @param members by name, in the order of the document
 */
public record JsonObject(SequencedMap<String, Json> members, Place place) implements Json {
    public JsonObject {
        members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /**
     * The member of this name.
     *
     * @throws JsonException when there is none
     */
    public Json required(String name) throws JsonException {
        var member = members.get(name);
        if (member == null) {
            throw new JsonException(place, "no member " + name, "one");
        }
        return member;
    }

    /** The member of this name, where there is one. */
    public Optional<Json> optional(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /**
     * Refuses members of any other name.
     *
     * @throws JsonException naming the first other member
     */
    public void only(Set<String> names) throws JsonException {
        for (var member : members.entrySet()) {
            if (!names.contains(member.getKey())) {
                throw new JsonException(
                        member.getValue().place(),
                        "unknown member " + Place.printable(member.getKey()),
                        "one of " + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    @Override
    public String describe() {
        return "an object of " + members.size();
    }
}
