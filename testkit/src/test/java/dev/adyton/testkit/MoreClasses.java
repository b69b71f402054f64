package dev.adyton.testkit;

import java.io.IOException;
import java.io.InputStream;

/** A class loader that defines one class anew, so that each of them takes memory of its own. */
final class MoreClasses extends ClassLoader {
    private MoreClasses(ClassLoader parent) {
        super(parent);
    }

    /** One class more, which holds on to its loader. */
    static Class<?> another() throws IOException {
        var loader = MoreClasses.class.getClassLoader();
        try (InputStream file =
                loader.getResourceAsStream(Glutton.class.getName().replace('.', '/') + ".class")) {
            if (file == null) {
                throw new IOException("the class file of " + Glutton.class.getName() + " is not in the image");
            }
            var bytes = file.readAllBytes();
            return new MoreClasses(loader).defineClass(null, bytes, 0, bytes.length);
        }
    }
}
