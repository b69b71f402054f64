package dev.adyton.image;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The manifest's limits, which {@code image.proto} states, and its reading. */
final class ManifestFormat {
    private static final int MAX_CLASS_CHARS = 512;
    private static final int MAX_UNSIGNED_SHORT = 0xffff;
    private static final long MIN_MEMORY_BYTES = 16L << 20;
    private static final long MAX_MEMORY_BYTES = 64L << 30;
    private static final int MAX_THREADS = 4096;
    private static final long MIN_MESSAGE_BYTES = 1 << 10;
    private static final long MAX_MESSAGE_BYTES = 1 << 30;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private ManifestFormat() {}

    /** The manifest with exactly these bytes. */
    static ImageManifest parse(ByteBuffer content) throws ImageFormatException {
        var bytes = ByteString.copyFrom(content);
        ImageManifest manifest;
        try {
            manifest = ImageManifest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ImageFormatException("Manifest is not an ImageManifest message: " + e.getMessage(), e);
        }
        var problem = problem(manifest);
        if (problem.isPresent()) {
            throw new ImageFormatException(problem.get());
        }
        // Protobuf reads many byte sequences as one message; one measurement must not have two files that mean the
        // same.
        if (!manifest.toByteString().equals(bytes)) {
            throw new ImageFormatException(
                    "Manifest is not in its canonical encoding (fields in order, once, shortest form, no defaults)");
        }
        return manifest;
    }

    /** The first value that an image may not have, or nothing. */
    static Optional<String> problem(ImageManifest manifest) {
        // Before all else: another version may mean anything by the other fields.
        if (manifest.getFormatVersion() != EnclaveImage.FORMAT_VERSION) {
            return Optional.of("Image has format version %s, this reader knows %d"
                    .formatted(Integer.toUnsignedString(manifest.getFormatVersion()), EnclaveImage.FORMAT_VERSION));
        }
        var unknown = manifest.getUnknownFields().asMap().keySet();
        if (!unknown.isEmpty()) {
            return Optional.of(
                    "Manifest has unknown fields " + unknown + " for format version " + EnclaveImage.FORMAT_VERSION);
        }
        if (manifest.getKind() != ImageKind.IMAGE_KIND_JAVA) {
            return Optional.of("Manifest: kind is %d, wanted %d (IMAGE_KIND_JAVA)"
                    .formatted(manifest.getKindValue(), ImageKind.IMAGE_KIND_JAVA_VALUE));
        }
        return classProblem(manifest.getApplicationClass())
                .or(() -> nameProblem(manifest.getName()))
                .or(() -> range("product_id", unsigned(manifest.getProductId()), 0, MAX_UNSIGNED_SHORT))
                .or(() -> range("security_version", unsigned(manifest.getSecurityVersion()), 0, MAX_UNSIGNED_SHORT))
                .or(() ->
                        range("memory_limit_bytes", manifest.getMemoryLimitBytes(), MIN_MEMORY_BYTES, MAX_MEMORY_BYTES))
                .or(() -> range("thread_limit", unsigned(manifest.getThreadLimit()), 1, MAX_THREADS))
                .or(() -> messageProblem(unsigned(manifest.getMaxMessageBytes())));
    }

    private static Optional<String> classProblem(String name) {
        if (name.isEmpty() || name.length() > MAX_CLASS_CHARS) {
            return Optional.of("Manifest: application_class has %d characters, allowed are 1 to %d"
                    .formatted(name.length(), MAX_CLASS_CHARS));
        }
        for (var part : name.split("\\.", -1)) {
            if (part.isEmpty()
                    || !Character.isJavaIdentifierStart(part.codePointAt(0))
                    || !part.codePoints()
                            .allMatch(c -> Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c))) {
                return Optional.of("Manifest: application_class is '%s', wanted the binary name of a class"
                        .formatted(printable(name)));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> nameProblem(String name) {
        return NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of("Manifest: name is '%s' (%d characters), wanted 1 to 128 of [A-Za-z0-9._-]"
                        .formatted(printable(name), name.length()));
    }

    private static Optional<String> messageProblem(long bytes) {
        // Unset is the default, so that it has one encoding.
        return bytes == 0 ? Optional.empty() : range("max_message_bytes", bytes, MIN_MESSAGE_BYTES, MAX_MESSAGE_BYTES);
    }

    private static Optional<String> range(String field, long found, long least, long most) {
        // A uint64 from 2^63 on is negative here, and out of every range.
        return found >= least && found <= most
                ? Optional.empty()
                : Optional.of("Manifest: %s is %s, allowed are %d to %d"
                        .formatted(field, Long.toUnsignedString(found), least, most));
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    private static String printable(String text) {
        var shown = text.length() > 200 ? text.substring(0, 200) + "..." : text;
        return shown.replaceAll("[^ -~]", "?");
    }
}
