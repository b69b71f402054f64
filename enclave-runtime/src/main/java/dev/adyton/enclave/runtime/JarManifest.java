package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.Attributes.Name;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * What a jar's manifest says of the jar and of its packages. Sections of single files, of which a signed jar has thousands, are passed
 * over: who vouches for the code is the image's measurement. Immutable.
 */
final class JarManifest {
    /** Of a jar without a manifest. */
    static final JarManifest NONE = new JarManifest(new Manifest());

    private final Manifest manifest;

    private JarManifest(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Reads {@code META-INF/MANIFEST.MF}.
     *
     * @throws IOException when it is malformed
     */
    static JarManifest parse(byte[] content) throws IOException {
        var kept = new ByteArrayOutputStream();
        for (int at = 0, section = 0; at < content.length; section++) {
            int end = sectionEnd(content, at);
            if (section == 0 || isOfPackage(content, at, end)) {
                kept.write(content, at, end - at);
            }
            at = end;
        }
        return new JarManifest(new Manifest(new ByteArrayInputStream(kept.toByteArray())));
    }

    boolean isMultiRelease() {
        return "true".equalsIgnoreCase(manifest.getMainAttributes().getValue(Name.MULTI_RELEASE));
    }

    /** An attribute of a package, its own or else the jar's. */
    @Nullable String ofPackage(String packageName, Name attribute) {
        Attributes own = manifest.getAttributes(packageName.replace('.', '/') + "/");
        String value = own == null ? null : own.getValue(attribute);
        return value != null ? value : manifest.getMainAttributes().getValue(attribute);
    }

    boolean isSealed(String packageName) {
        return "true".equalsIgnoreCase(ofPackage(packageName, Name.SEALED));
    }

    /** Index after the empty line or lines that end the section, or after the last byte. */
    private static int sectionEnd(byte[] content, int from) {
        boolean lineIsEmpty = false;
        boolean sectionIsOver = false;
        for (int at = from; at < content.length; at++) {
            byte c = content[at];
            if (c == '\n') {
                sectionIsOver |= lineIsEmpty;
                lineIsEmpty = true;
            } else if (c != '\r') {
                if (sectionIsOver) {
                    return at;
                }
                lineIsEmpty = false;
            }
        }
        return content.length;
    }

    /** Whether a section's first line, which may go on after a line break and a space, names a directory. */
    private static boolean isOfPackage(byte[] content, int from, int end) {
        int at = from;
        while (at < end && (content[at] != '\n' || (at + 1 < end && content[at + 1] == ' '))) {
            at++;
        }
        return new String(content, from, at - from, UTF_8).stripTrailing().endsWith("/");
    }
}
