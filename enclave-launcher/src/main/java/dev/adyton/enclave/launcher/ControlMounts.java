package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where this process is in the hierarchies of control groups, as {@code /proc/self/cgroup} (cgroups(7)) and {@code /proc/self/mountinfo} (proc(5)) tell.
 *
 * @param mounts the mounted hierarchies
 * @param memberships lines of {@code /proc/self/cgroup}: number, controllers, path
 */
record ControlMounts(List<Mount> mounts, List<String> memberships) {
    /** A mounted hierarchy: its root in the hierarchy, its place in the file system, and the controllers of version 1 (none is version 2). */
    private record Mount(String root, Path place, List<String> controllers) {}

    /**
     * Reads both files.
     *
     * @param processDirectory {@code /proc/self}
     */
    static ControlMounts read(Path processDirectory) throws IOException {
        var mounts = new ArrayList<Mount>();
        for (var line : Files.readAllLines(processDirectory.resolve("mountinfo"))) {
            mount(line).ifPresent(mounts::add);
        }
        return new ControlMounts(List.copyOf(mounts), Files.readAllLines(processDirectory.resolve("cgroup")));
    }

    /** Where hierarchies are mounted that this process sees; none where that cannot be told. */
    static List<Path> places() {
        try {
            return read(Path.of("/proc/self")).mounts().stream()
                    .map(Mount::place)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Mount> mount(String line) {
        // id, parent, device, root, place, options and any number of optional fields; a dash; type, source, options.
        var halves = line.split(" - ", 2);
        var fields = halves[0].split(" ", -1);
        if (halves.length < 2 || fields.length < 6) {
            return Optional.empty();
        }
        var filesystem = halves[1].split(" ", -1);
        return switch (filesystem[0]) {
            case "cgroup2" -> Optional.of(new Mount(fields[3], Path.of(fields[4]), List.of()));
            case "cgroup" ->
                Optional.of(new Mount(
                        fields[3], Path.of(fields[4]), List.of(filesystem[filesystem.length - 1].split(","))));
            default -> Optional.empty();
        };
    }

    /** This process's group of version 1 in the hierarchy of that controller, if that is mounted and shows the group. */
    Optional<Path> ownLegacyGroup(Controller controller) {
        return find(controller.id(), mount -> mount.controllers().contains(controller.id()));
    }

    /** This process's group of version 2, if that is mounted and shows the group. */
    Optional<Path> ownUnifiedGroup() {
        return find("", mount -> mount.controllers().isEmpty());
    }

    private Optional<Path> find(String controller, Predicate<Mount> kind) {
        for (var membership : memberships) {
            var fields = membership.split(":", 3);
            if (fields.length == 3 && List.of(fields[1].split(",", -1)).contains(controller)) {
                return mounts.stream()
                        .filter(kind)
                        .flatMap(mount -> seen(mount, fields[2]).stream())
                        .findFirst();
            }
        }
        return Optional.empty();
    }

    /** Where a mount shows a group. One outside of this process's cgroup namespace begins with {@code /..}. */
    private static Optional<Path> seen(Mount mount, String group) {
        var root = Path.of(mount.root());
        var path = Path.of(group);
        return path.startsWith(root) && path.equals(path.normalize())
                ? Optional.of(
                        mount.place().resolve(root.relativize(path).toString()).normalize())
                : Optional.empty();
    }
}
