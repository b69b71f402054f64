package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Removes the private directories of launchers that were killed: enclaves that are confined cannot remove their own. Only what has the name, the owner and the permissions of one is taken, and
 * only when its {@linkplain DirectoryLock lock} tells that who made it is dead; what has no lock stays. Several may do this at once: who comes late finds nothing.
 */
final class DeadLaunchers {
    private static final Logger LOG = System.getLogger(DeadLaunchers.class.getPackageName());
    private static final String OWNER_ONLY = "rwx------";

    private DeadLaunchers() {}

    /** Sweeps the directory that this one was made in. A failure is logged, no more: somebody else's remains are no reason not to launch. */
    static void sweepAround(PrivateDirectory own) {
        var parent = own.path().getParent();
        if (parent == null) {
            return;
        }
        try {
            // What this process has just made tells who it is, whatever the property user.name says.
            sweep(parent, Files.getOwner(own.path(), LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "It cannot be told whose directories to look for in {0}: {1}", parent, e);
        }
    }

    static void sweep(Path parent, UserPrincipal user) {
        try (var found = Files.newDirectoryStream(parent, PrivateDirectory::isOfAnotherProcess)) {
            for (var directory : found) {
                removeIfDead(directory, user);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(Level.DEBUG, "Directories of earlier launchers cannot be looked for in {0}: {1}", parent, e);
        }
    }

    private static void removeIfDead(Path directory, UserPrincipal user) {
        try {
            if (!isOnlyFor(user, directory)) {
                return;
            }
            var lock = DirectoryLock.ofDead(directory);
            if (lock.isPresent()) {
                try (var _ = lock.get()) {
                    new PrivateDirectory(directory).deleteAll();
                }
                LOG.log(Level.DEBUG, "Removed {0}, which a launcher that was killed has left", directory);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The directory {0} cannot be removed: {1}", directory, e);
        }
    }

    private static boolean isOnlyFor(UserPrincipal user, Path directory) throws IOException {
        var found = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return found.isDirectory()
                && found.owner().equals(user)
                && found.permissions().equals(Set.copyOf(PosixFilePermissions.fromString(OWNER_ONLY)));
    }
}
