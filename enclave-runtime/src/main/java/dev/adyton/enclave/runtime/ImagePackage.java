package dev.adyton.enclave.runtime;

import java.net.URL;
import java.util.jar.Attributes.Name;
import org.jspecify.annotations.Nullable;

/** Defines packages as the manifests of their jars describe them, and keeps sealed ones to one jar. */
final class ImagePackage {
    /** What a manifest says of a package; {@link java.lang.Package} gives it out. */
    record Titles(
            @Nullable String specificationTitle,
            @Nullable String specificationVersion,
            @Nullable String specificationVendor,
            @Nullable String implementationTitle,
            @Nullable String implementationVersion,
            @Nullable String implementationVendor) {}

    private ImagePackage() {}

    /**
     * Defines the package unless it is, before a class of it is defined.
     *
     * @param jar where that class comes from
     * @throws SecurityException when the package is sealed to another jar, or this jar wants it sealed and another has it already
     */
    static void define(String name, JarManifest manifest, URL jar, ImageClassLoader loader) {
        if (name.isEmpty()) {
            return;
        }
        var known = loader.packageNamed(name);
        if (known == null) {
            try {
                loader.newPackage(name, titles(name, manifest), manifest.isSealed(name) ? jar : null);
                return;
            } catch (IllegalArgumentException otherThreadWasFirst) {
                known = loader.packageNamed(name);
                if (known == null) {
                    throw otherThreadWasFirst;
                }
            }
        }
        if (known.isSealed() ? !known.isSealed(jar) : manifest.isSealed(name)) {
            throw new SecurityException(
                    "sealing violation: package " + name + " is sealed, found in another jar and in " + jar);
        }
    }

    private static Titles titles(String name, JarManifest manifest) {
        return new Titles(
                manifest.ofPackage(name, Name.SPECIFICATION_TITLE),
                manifest.ofPackage(name, Name.SPECIFICATION_VERSION),
                manifest.ofPackage(name, Name.SPECIFICATION_VENDOR),
                manifest.ofPackage(name, Name.IMPLEMENTATION_TITLE),
                manifest.ofPackage(name, Name.IMPLEMENTATION_VERSION),
                manifest.ofPackage(name, Name.IMPLEMENTATION_VENDOR));
    }
}
