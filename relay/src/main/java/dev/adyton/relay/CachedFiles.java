package dev.adyton.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The cached images of one directory.
 *
 * @param files as they were a moment ago, the one used least recently first
 */
record CachedFiles(List<CachedFile> files) {
    static final String SUFFIX = ".enclave";

    private record CachedFile(Path path, long bytes, FileTime used) {}

    static CachedFiles in(Path directory) throws IOException {
        var found = new ArrayList<CachedFile>();
        try (var entries = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var path : entries) {
                look(path).ifPresent(found::add);
            }
        }
        found.sort(Comparator.comparing(CachedFile::used));
        return new CachedFiles(List.copyOf(found));
    }

    private static Optional<CachedFile> look(Path path) throws IOException {
        try {
            var file = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new CachedFile(path, file.size(), file.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            // Another server that shares the directory was faster.
            return Optional.empty();
        }
    }

    /** Deletes what has to go so that a file of this size may be put at this place, and all together stay within the limit. */
    void makeRoom(Path place, long bytes, long limit) throws IOException {
        var others = files.stream().filter(file -> !file.path().equals(place)).toList();
        long total = bytes + others.stream().mapToLong(CachedFile::bytes).sum();
        for (var file : others) {
            if (total <= limit) {
                return;
            }
            Files.deleteIfExists(file.path());
            total -= file.bytes();
        }
    }
}
