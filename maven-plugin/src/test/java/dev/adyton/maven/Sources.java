package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Java sources that a test compiles. */
final class Sources {
    private final List<JavaFileObject> files = new ArrayList<>();

    Sources add(String className, String text) {
        var uri = URI.create("string:///" + className.replace('.', '/') + ".java");
        files.add(new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        });
        return this;
    }

    /** A public application in package {@code com.example}. */
    Sources addApplication(String simpleName) {
        return add(
                "com.example." + simpleName,
                "package com.example; public class %s implements dev.adyton.enclave.api.TrustedApplication {}"
                        .formatted(simpleName));
    }

    /** Compiles to a directory, which is made, against this test's class path and further directories. */
    Path compileTo(Path directory, Path... classPath) throws IOException {
        Files.createDirectories(directory);
        var path = new StringJoiner(File.pathSeparator).add(System.getProperty("java.class.path"));
        for (var element : classPath) {
            path.add(element.toString());
        }
        var options = List.of("-d", directory.toString(), "-cp", path.toString(), "-proc:none");
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(null, manager, null, options, null, files)
                            .call())
                    .isTrue();
        }
        return directory;
    }
}
