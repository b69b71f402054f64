package dev.adyton.attestation.json;

/** A value of a JSON document, which knows where in it it stands. Immutable. */
public sealed interface Json permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString {
    /** Where it stands, as its path and as a range of bytes. */
    Place place();

    /** This value in a few words, for messages. */
    String describe();

    /**
     * This, which has to be an object.
     *
     * @throws JsonException when it is anything else
     */
    default JsonObject asObject() throws JsonException {
        if (this instanceof JsonObject object) {
            return object;
        }
        throw problem("an object");
    }

    /**
     * This, which has to be an array.
     *
     * @throws JsonException when it is anything else
     */
    default JsonArray asArray() throws JsonException {
        if (this instanceof JsonArray array) {
            return array;
        }
        throw problem("an array");
    }

    /**
     * The characters of this, which has to be a string.
     *
     * @throws JsonException when it is anything else
     */
    default String asText() throws JsonException {
        if (this instanceof JsonString(String text, Place _)) {
            return text;
        }
        throw problem("a string");
    }

    /**
     * The value of this, which has to be true or false.
     *
     * @throws JsonException when it is anything else
     */
    default boolean asBoolean() throws JsonException {
        if (this instanceof JsonBoolean(boolean value, Place _)) {
            return value;
        }
        throw problem("true or false");
    }

    /**
     * The value of this, which has to be a whole number, written with digits only.
     *
     * @param min least value
     * @param max greatest value
     * @throws JsonException when it is anything else
     */
    default long asInteger(long min, long max) throws JsonException {
        var wanted = "a whole number from " + min + " to " + max;
        if (this instanceof JsonNumber number && number.isInteger()) {
            try {
                var value = Long.parseLong(number.text());
                if (min <= value && value <= max) {
                    return value;
                }
            } catch (NumberFormatException _) {
                throw problem(wanted);
            }
        }
        throw problem(wanted);
    }

    /** An exception that names this place and shows what stands there. */
    default JsonException problem(String wanted) {
        return new JsonException(place(), describe(), wanted);
    }

    /** An exception that names this place and says in other words what is found there. */
    default JsonException problem(String found, String wanted) {
        return new JsonException(place(), found, wanted);
    }
}
