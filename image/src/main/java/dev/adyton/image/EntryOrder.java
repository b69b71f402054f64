package dev.adyton.image;

import java.util.List;

/** Which entries an image has, and in which order: the manifest, then the jars sorted by path. */
final class EntryOrder {
    private EntryOrder() {}

    static void checkManifest(ZipReader.Located first) throws ImageFormatException {
        if (!first.path().equals(EnclaveImage.MANIFEST_PATH)) {
            throw new ImageFormatException(
                    "The first entry is '" + first.path() + "', wanted '" + EnclaveImage.MANIFEST_PATH + "'");
        }
        if (first.sizeBytes() > EnclaveImage.MAX_MANIFEST_BYTES) {
            throw new ImageFormatException(
                    "Manifest has " + first.sizeBytes() + " bytes, allowed are " + EnclaveImage.MAX_MANIFEST_BYTES);
        }
    }

    /** Checks all entries but the signature; the first is the manifest. */
    static void checkMeasured(List<ZipReader.Located> located) throws ImageFormatException {
        if (located.size() > EnclaveImage.MAX_ENTRIES) {
            throw new ImageFormatException(
                    "Image has " + located.size() + " entries to measure, allowed are " + EnclaveImage.MAX_ENTRIES);
        }
        if (located.size() == 1) {
            throw new ImageFormatException("Image has no jar, so no application; wanted at least one");
        }
        for (int i = 1; i < located.size(); i++) {
            var path = located.get(i).path();
            if (!path.startsWith(EnclaveImage.JAR_DIRECTORY)) {
                throw new ImageFormatException(
                        "Unknown entry '%s'; format version %d has '%s', '%sNAME.jar' and, last, '%s'"
                                .formatted(
                                        path,
                                        EnclaveImage.FORMAT_VERSION,
                                        EnclaveImage.MANIFEST_PATH,
                                        EnclaveImage.JAR_DIRECTORY,
                                        EnclaveImage.SIGNATURE_PATH));
            }
            var problem = EntryPath.jarNameProblem(path.substring(EnclaveImage.JAR_DIRECTORY.length()));
            if (problem.isPresent()) {
                throw new ImageFormatException("Entry '" + path + "': " + problem.get());
            }
            if (i > 1 && path.compareTo(located.get(i - 1).path()) < 0) {
                throw new ImageFormatException("Entry '%s' comes after '%s'; entries must be sorted by path"
                        .formatted(path, located.get(i - 1).path()));
            }
        }
    }
}
