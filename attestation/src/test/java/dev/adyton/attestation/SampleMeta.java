package dev.adyton.attestation;

import dev.adyton.attestation.json.Json;
import dev.adyton.attestation.json.JsonBoolean;
import dev.adyton.attestation.json.JsonException;
import dev.adyton.attestation.json.JsonNumber;
import dev.adyton.attestation.json.JsonObject;
import dev.adyton.attestation.json.JsonParser;
import dev.adyton.attestation.json.JsonString;
import java.util.OptionalInt;

/** What the {@code meta.json} of a sample says. */
public final class SampleMeta {
    private static final int MAX_BYTES = 1024 * 1024;

    private final JsonObject json;

    /** Reads that of a sample. */
    public static SampleMeta of(EvidenceSamples.Sample sample) {
        try {
            return new SampleMeta((JsonObject) JsonParser.parse(sample.bytes("meta.json"), MAX_BYTES));
        } catch (JsonException e) {
            throw new AssertionError(sample.toString(), e);
        }
    }

    private SampleMeta(JsonObject json) {
        this.json = json;
    }

    public String text(String name) {
        return ((JsonString) member(name)).text();
    }

    /** Absent where there is nothing or null. */
    public OptionalInt optionalNumber(String name) {
        return json.members().get(name) instanceof JsonNumber number
                ? OptionalInt.of(Integer.parseInt(number.text()))
                : OptionalInt.empty();
    }

    public int number(String name) {
        return Integer.parseInt(((JsonNumber) member(name)).text());
    }

    public boolean flag(String name) {
        return ((JsonBoolean) member(name)).value();
    }

    public SampleMeta object(String name) {
        return new SampleMeta((JsonObject) member(name));
    }

    private Json member(String name) {
        try {
            return json.required(name);
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }
}
