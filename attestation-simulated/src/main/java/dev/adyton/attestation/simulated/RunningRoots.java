package dev.adyton.attestation.simulated;

import dev.adyton.attestation.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fingerprints of roots that running processes hold in memory, for clients of the same user on the same machine: names of files, in which stands whose they are. They
 * say whom this user trusts by default, no more: every process of the user can add one.
 */
public final class RunningRoots {
    /** More cannot have been meant. */
    static final int MOST = 1024;

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{" + 2 * RootKey.FINGERPRINT_BYTES + "}");

    private final Path directory;

    private RunningRoots(Path directory) {
        this.directory = directory;
    }

    /**
     * Those beside the root that is kept in a directory ({@link SimulatedRoot#in}).
     *
     * @param rootDirectory need not exist
     */
    public static RunningRoots beside(Path rootDirectory) {
        return new RunningRoots(rootDirectory.toAbsolutePath().resolve("running"));
    }

    /** Where their files are; need not exist. */
    public Path directory() {
        return directory;
    }

    /**
     * Has this one trusted until the publication is closed. Removes what processes have left behind that ended without closing.
     *
     * @throws IOException when the directory cannot be made, belongs to another user or may be entered by one
     */
    public Publication publish(SimulatedRoot root) throws IOException {
        var parent = directory.getParent();
        if (parent != null) {
            new RootDirectory(parent).made();
        }
        new RootDirectory(directory).made();
        for (var file : files()) {
            if (!isRunning(file)) {
                Files.deleteIfExists(file);
            }
        }
        var file = directory.resolve(root.fingerprint().hex());
        var unfinished = Files.createTempFile(directory, "root-", ".new");
        try {
            Files.writeString(unfinished, owner(ProcessHandle.current()));
            // Appears with the whole content, so that nobody takes it for one that was left behind.
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return new Publication(file);
    }

    /**
     * All that are published.
     *
     * @throws IOException when the directory cannot be read, belongs to another user or may be entered by one, or holds more than 1024
     */
    public Set<Bytes> fingerprints() throws IOException {
        var found = new HashSet<Bytes>();
        if (Files.isDirectory(directory)) {
            new RootDirectory(directory).made();
            for (var file : files()) {
                found.add(Bytes.hex(String.valueOf(file.getFileName())));
            }
        }
        return Set.copyOf(found);
    }

    private Set<Path> files() throws IOException {
        var files = new HashSet<Path>();
        try (var all = Files.newDirectoryStream(directory, RunningRoots::isNamedByFingerprint)) {
            for (var file : all) {
                if (files.size() == MOST) {
                    throw new IOException("running simulated roots in " + directory + ": found more than " + MOST
                            + " files, wanted at most that many; they may be deleted");
                }
                files.add(file);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static boolean isNamedByFingerprint(Path file) {
        return FINGERPRINT.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Whether the process that made the file is still there, and not another one with its number. */
    private static boolean isRunning(Path file) throws IOException {
        String owner;
        try {
            owner = Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            return false;
        }
        var pid = owner.split(" ", 2)[0];
        return pid.matches("[0-9]{1,10}")
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(process -> owner(process).equals(owner))
                        .orElse(false);
    }

    private static String owner(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    }

    /** A root that others trust meanwhile. */
    public static final class Publication implements AutoCloseable {
        private final Path file;

        private Publication(Path file) {
            this.file = file;
        }

        /** Ends it. A second call does nothing. */
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
