package dev.adyton.attestation.json;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Where a value stands. Its path is put together only when somebody asks, since a hostile document could make long ones for each of very many values.
 *
 * @param parent of the object or array that holds it; absent for the whole document
 * @param step from there, e.g. {@code .version} or {@code [3]}
 * @param from first byte in the source
 * @param to byte after the last one in the source
 */
public record Place(Optional<Place> parent, String step, int from, int to) {
    private static final int MAX_STEP_CHARS = 64;

    static Place document(int from, int to) {
        return new Place(Optional.empty(), "", from, to);
    }

    /** From the document, which is {@code $}, to here, e.g. {@code $.tcbInfo.tcbLevels[3].tcb}; printable, long names are cut. */
    public String path() {
        var steps = new ArrayDeque<String>();
        for (var place = Optional.of(this);
                place.isPresent();
                place = place.get().parent()) {
            steps.addFirst(printable(place.get().step()));
        }
        return "$" + String.join("", steps);
    }

    /** A text from a hostile document, fit for a message: at most 64 characters, printable ASCII. */
    static String printable(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_STEP_CHARS); i++) {
            out.append(text.charAt(i) >= ' ' && text.charAt(i) <= '~' ? text.charAt(i) : '?');
        }
        return text.length() > MAX_STEP_CHARS ? out.append("...").toString() : out.toString();
    }
}
