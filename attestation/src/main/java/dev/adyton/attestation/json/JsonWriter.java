package dev.adyton.attestation.json;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes an object, indented for people. Names and values are escaped (RFC 8259 section 7), everything beyond ASCII too. For one thread. */
public final class JsonWriter {
    private static final String INDENT = "  ";

    private final StringBuilder out;
    private final String indent;
    private boolean empty = true;

    private JsonWriter(StringBuilder out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    /** The object with these members, and a line end. */
    public static String object(Consumer<JsonWriter> members) {
        var out = new StringBuilder();
        object(out, "", members);
        return out.append('\n').toString();
    }

    private static void object(StringBuilder out, String indent, Consumer<JsonWriter> members) {
        out.append('{');
        var writer = new JsonWriter(out, indent + INDENT);
        members.accept(writer);
        out.append(writer.empty ? "}" : "\n" + indent + "}");
    }

    /** A string. */
    public JsonWriter text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** A whole number. */
    public JsonWriter number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    /** True or false. */
    public JsonWriter bool(String name, boolean value) {
        name(name);
        out.append(value);
        return this;
    }

    /** An object. */
    public JsonWriter object(String name, Consumer<JsonWriter> members) {
        name(name);
        object(out, indent, members);
        return this;
    }

    /** An array of strings. */
    public JsonWriter texts(String name, Collection<String> values) {
        name(name);
        out.append('[');
        var separator = "";
        for (var value : values) {
            out.append(separator);
            quote(value);
            separator = ", ";
        }
        out.append(']');
        return this;
    }

    /** An array of whole numbers. */
    public JsonWriter numbers(String name, Collection<? extends Number> values) {
        name(name);
        out.append(values.stream()
                .map(value -> Long.toString(value.longValue()))
                .collect(Collectors.joining(", ", "[", "]")));
        return this;
    }

    /** An array of objects. */
    public JsonWriter objects(String name, List<Consumer<JsonWriter>> objects) {
        name(name);
        out.append('[');
        var separator = "\n";
        for (var members : objects) {
            out.append(separator).append(indent).append(INDENT);
            object(out, indent + INDENT, members);
            separator = ",\n";
        }
        out.append(objects.isEmpty() ? "]" : "\n" + indent + "]");
        return this;
    }

    private void name(String name) {
        out.append(empty ? "\n" : ",\n").append(indent);
        empty = false;
        quote(name);
        out.append(": ");
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        out.append('"');
    }
}
