package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The enclave runtime in jars, as users have it; in a build parts of it are class folders. */
final class RuntimeJars {
    private RuntimeJars() {}

    /** The class path, each class folder made a jar in this directory once. */
    static List<Path> in(Path directory) throws IOException {
        var jars = new ArrayList<Path>();
        for (var path : LauncherOptions.defaults().enclaveClassPath()) {
            jars.add(Files.isDirectory(path) ? jar(path, directory) : path);
        }
        return jars;
    }

    private static Path jar(Path classes, Path directory) throws IOException {
        var jar = directory.resolve(classes.getParent().getParent().getFileName() + ".jar");
        if (!Files.exists(jar)) {
            try (OutputStream file = Files.newOutputStream(jar);
                    var out = new JarOutputStream(file);
                    var files = Files.walk(classes)) {
                for (var each : files.filter(Files::isRegularFile).sorted().toList()) {
                    out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                    Files.copy(each, out);
                }
            }
        }
        return jar;
    }
}
