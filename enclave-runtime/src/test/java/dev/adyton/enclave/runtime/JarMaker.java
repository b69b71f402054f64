package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Makes jars in memory. */
final class JarMaker {
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    JarMaker() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    JarMaker attribute(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    JarMaker attribute(String section, String name, String value) {
        manifest.getEntries().computeIfAbsent(section, key -> new Attributes()).putValue(name, value);
        return this;
    }

    JarMaker file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    JarMaker file(String name, String content) {
        return file(name, content.getBytes(UTF_8));
    }

    /** Classes compiled from sources, where they belong or under a prefix. */
    JarMaker classes(String prefix, Map<String, byte[]> compiled) {
        compiled.forEach((name, bytes) -> file(prefix + name.replace('.', '/') + ".class", bytes));
        return this;
    }

    /** A class of the test's own class path with the classes nested in it. */
    JarMaker copyOf(Class<?> type) {
        for (var nested : type.getDeclaredClasses()) {
            copyOf(nested);
        }
        var name = type.getName().replace('.', '/') + ".class";
        try (var in = ClassLoader.getSystemResourceAsStream(name)) {
            return file(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] make() {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, manifest)) {
            for (var file : files.entrySet()) {
                jar.putNextEntry(new ZipEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
