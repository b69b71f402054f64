package dev.adyton.enclave.runtime;

import java.io.File;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The runtime's own classes in a process that can open no more files. */
final class RuntimeJars {
    private static final String CLASS = ".class";

    private RuntimeJars() {}

    /**
     * Makes sure that every class of the runtime can be loaded later, whether it is on the module path or on the class path: jars stay open once something
     * has been looked for in them; of a folder all classes are loaded now.
     *
     * @throws IOException when one of them cannot be read
     */
    static void open() throws IOException {
        var layer = ModuleLayer.boot();
        for (var module : layer.configuration().modules()) {
            var location = module.reference().location();
            if (location.isPresent() && location.get().getScheme().equals("file")) {
                open(layer, module, location.get());
            }
        }
        // What is nowhere is looked for everywhere.
        if (ClassLoader.getSystemClassLoader().getResource("dev/adyton/nowhere") != null) {
            throw new IOException("the class path has what it must not have");
        }
        for (var element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            // An empty class path is one empty element, which would be the working directory.
            if (!element.isEmpty()) {
                loadFolder(Path.of(element));
            }
        }
    }

    private static void open(ModuleLayer layer, ResolvedModule module, URI location) throws IOException {
        try (var any = layer.findModule(module.name()).orElseThrow().getResourceAsStream("META-INF/MANIFEST.MF")) {
            if (any != null) {
                any.skip(1);
            }
        }
        loadFolder(Path.of(location));
    }

    private static void loadFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(CLASS) && !file.equals("module-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - CLASS.length()).replace(File.separatorChar, '.'))
                    .forEach(RuntimeJars::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It needs what this process does not have, so nothing here can use it either.
            System.getLogger(RuntimeJars.class.getName()).log(System.Logger.Level.TRACE, name, e);
        }
    }
}
