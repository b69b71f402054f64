package dev.adyton.attestation.json;

import java.util.List;

/** An array. */
public record JsonArray(List<Json> elements, Place place) implements Json {
    public JsonArray {
        elements = List.copyOf(elements);
    }

    @Override
    public String describe() {
        return "an array of " + elements.size();
    }
}
