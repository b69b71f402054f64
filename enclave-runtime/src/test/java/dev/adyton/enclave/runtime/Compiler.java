package dev.adyton.enclave.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources in memory, against the test's class path. */
final class Compiler {
    private Compiler() {}

    /** The classes by their names. */
    static Map<String, byte[]> compile(Map<String, String> sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var files = new Memory(compiler.getStandardFileManager(problems, null, null))) {
            var units = new ArrayList<JavaFileObject>();
            sources.forEach((name, code) -> units.add(new Source(name, code)));
            if (!compiler.getTask(null, files, problems, List.of("-proc:none"), null, units)
                    .call()) {
                throw new IllegalArgumentException(problems.getDiagnostics().toString());
            }
            var classes = new HashMap<String, byte[]>();
            files.outputs.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class with a method {@code static String version()} that answers this. */
    static Map<String, byte[]> versioned(String className, String answer) {
        int dot = className.lastIndexOf('.');
        return compile(Map.of(
                className,
                "package %s; public class %s { public static String version() { return \"%s\"; } }"
                        .formatted(className.substring(0, dot), className.substring(dot + 1), answer)));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String code;

        Source(String className, String code) {
            super(URI.create("memory:/" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> outputs = new HashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:/" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    outputs.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
