package dev.adyton.attestation.json;

/** True or false. */
public record JsonBoolean(boolean value, Place place) implements Json {
    @Override
    public String describe() {
        return Boolean.toString(value);
    }
}
