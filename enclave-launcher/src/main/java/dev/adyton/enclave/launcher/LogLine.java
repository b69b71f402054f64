package dev.adyton.enclave.launcher;

import java.lang.System.Logger.Level;

/**
 * One line that a child process wrote. Its text is cleaned: no control or format characters, so it cannot fake another line or steer
 * a terminal.
 *
 * @param level the level it was written with: the line's first word. The JVM's own lines have none and count as warnings
 * @param text the rest of the line
 */
record LogLine(Level level, String text) {
    static LogLine of(String line) {
        var clean = clean(line);
        for (var level : Level.values()) {
            var name = level.getName();
            if (clean.startsWith(name) && clean.startsWith(" ", name.length())) {
                return new LogLine(level, clean.substring(name.length() + 1));
            }
        }
        return new LogLine(Level.WARNING, clean);
    }

    /** The text without characters that are not for display; a tab stays. */
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(character -> character == '\t' || isShown(character) ? character : '?')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean isShown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /** Takes the lines of a child process. */
    interface Sink {
        /** One line; called by one thread at a time. */
        void accept(LogLine line);
    }
}
