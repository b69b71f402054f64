package dev.adyton.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A command of a {@code console} block and what the document says it prints.
 *
 * @param command as it is typed; ends with {@code &} when it is to go on beside those after it
 * @param output its lines; {@code <hex>} stands for hex digits, {@code <any>} for anything
 * @param exit exit code; not 0 where a line {@code [exit N]} says so
 */
record Expected(String command, List<String> output, int exit) {
    private static final String PROMPT = "$ ";
    private static final Pattern EXIT = Pattern.compile("\\[exit (\\d+)\\]");
    private static final Pattern PLACEHOLDER = Pattern.compile("<(hex|any)>");

    /** Takes a block apart. */
    static List<Expected> of(String block) {
        var found = new ArrayList<Expected>();
        var command = "";
        var output = new ArrayList<String>();
        for (var line : (block + PROMPT).lines().toList()) {
            if (!line.startsWith(PROMPT)) {
                output.add(line);
                continue;
            }
            if (!command.isEmpty()) {
                found.add(of(command, output));
            }
            command = line.substring(PROMPT.length());
            output.clear();
        }
        return found;
    }

    private static Expected of(String command, List<String> output) {
        var last = output.isEmpty() ? "" : output.getLast();
        var exit = EXIT.matcher(last);
        return exit.matches()
                ? new Expected(
                        command, List.copyOf(output.subList(0, output.size() - 1)), Integer.parseInt(exit.group(1)))
                : new Expected(command, List.copyOf(output), 0);
    }

    /** Whether it goes on beside those after it. */
    boolean inBackground() {
        return command.endsWith("&");
    }

    /** What is given to the shell. */
    String shell() {
        // exec, so that a signal reaches the program and not a shell around it.
        return "exec " + command.replaceFirst("\\s*&$", "");
    }

    /** Whether this is what it printed. */
    boolean fits(String printed) {
        var pattern = output.stream().map(Expected::pattern).collect(Collectors.joining("\n"));
        return Pattern.compile(pattern + "\\n?", Pattern.DOTALL)
                .matcher(printed)
                .matches();
    }

    private static String pattern(String line) {
        var pattern = new StringBuilder();
        var at = 0;
        for (var placeholder : PLACEHOLDER.matcher(line).results().toList()) {
            pattern.append(Pattern.quote(line.substring(at, placeholder.start())))
                    .append(placeholder.group(1).equals("hex") ? "[0-9a-f]+" : ".*");
            at = placeholder.end();
        }
        return pattern + Pattern.quote(line.substring(at));
    }
}
