package dev.adyton.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command in this JVM.
 *
 * @param exit exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record Ran(int exit, String out, String err) {
    static Ran adyton(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exit = Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ran(exit, out.toString(), err.toString());
    }
}
