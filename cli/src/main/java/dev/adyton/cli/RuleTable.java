package dev.adyton.cli;

import dev.adyton.attestation.appraise.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of an appraisal as a table: result, rule, found, wanted. Long cells go on below. */
final class RuleTable {
    /** Half of a measurement in hex digits. */
    private static final int CELL_CHARS = 48;

    private RuleTable() {}

    /** The table with a head, each line ended. */
    static String of(List<Rule> rules) {
        var widest = rules.stream()
                .flatMap(rule -> wrap(rule.name()).stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        var format = "%-6s  %-" + Math.max(widest, 4) + "s  %-" + CELL_CHARS + "s  %s";
        var text = new StringBuilder();
        line(text, format, "RESULT", "RULE", "FOUND", "WANTED");
        for (var rule : rules) {
            var name = wrap(rule.name());
            var found = wrap(rule.found());
            var wanted = wrap(rule.wanted());
            for (int i = 0; i < Math.max(name.size(), Math.max(found.size(), wanted.size())); i++) {
                var first = i == 0;
                line(
                        text,
                        format,
                        first ? result(rule) : "",
                        i < name.size() ? name.get(i) : "",
                        i < found.size() ? found.get(i) : "",
                        i < wanted.size() ? wanted.get(i) : "");
            }
        }
        return text.toString();
    }

    private static String result(Rule rule) {
        return rule.passed() ? "pass" : "FAIL";
    }

    private static void line(StringBuilder text, String format, String... cells) {
        text.append(String.format(format, (Object[]) cells).stripTrailing()).append(System.lineSeparator());
    }

    /** Lines of at most the width of a cell, broken at spaces where there are some. */
    private static List<String> wrap(String text) {
        var lines = new ArrayList<String>();
        var rest = text;
        while (rest.length() > CELL_CHARS) {
            int space = rest.lastIndexOf(' ', CELL_CHARS);
            int end = space > 0 ? space : CELL_CHARS;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        return Stream.concat(lines.stream(), Stream.of(rest)).toList();
    }
}
