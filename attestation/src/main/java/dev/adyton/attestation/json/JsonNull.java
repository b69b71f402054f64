package dev.adyton.attestation.json;

/** The literal {@code null}. */
public record JsonNull(Place place) implements Json {
    @Override
    public String describe() {
        return "null";
    }
}
