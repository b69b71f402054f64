package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The control groups of one launcher's enclaves: in each hierarchy a group {@code adyton-PID-START-NUMBER} below (version 1), or below or beside (version 2),
 * the one that this process is in, and in it one for each enclave. What a launcher that died has left is removed. Thread-safe.
 */
final class ControlGroups implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ControlGroups.class.getPackageName());
    private static final Pattern NAME = Pattern.compile("(adyton-(\\d+)-\\d+)-\\d+");
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Map<Controller, Place> places = new EnumMap<>(Controller.class);
    private final Map<Controller, String> problems = new EnumMap<>(Controller.class);

    /** A group for all enclaves of this process. */
    private record Place(Path group, boolean unified) {}

    private ControlGroups() {}

    /** Those of this process; fails in no way, since a controller that cannot be used only adds to {@link #problems()}. */
    static ControlGroups ofThisProcess() {
        var name = name(ProcessHandle.current()) + "-" + NUMBER.incrementAndGet();
        return in(Path.of("/proc/self"), name);
    }

    /**
     * Those that such files tell of.
     *
     * @param processDirectory has {@code cgroup} and {@code mountinfo}
     * @param name of the group of all enclaves
     */
    static ControlGroups in(Path processDirectory, String name) {
        var groups = new ControlGroups();
        try {
            var mounts = ControlMounts.read(processDirectory);
            for (var controller : Controller.values()) {
                groups.find(controller, mounts, name);
            }
        } catch (IOException | RuntimeException e) {
            for (var controller : Controller.values()) {
                groups.problems.put(controller, "this system's control groups cannot be found: " + e);
            }
        }
        return groups;
    }

    /** Process ids come again, so it takes a start time to tell whose group this is. */
    private static String name(ProcessHandle process) {
        long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return "adyton-" + process.pid() + "-" + start;
    }

    private void find(Controller controller, ControlMounts mounts, String name) {
        var legacy = mounts.ownLegacyGroup(controller);
        try {
            if (legacy.isPresent()) {
                use(controller, legacy.get(), name, false);
                return;
            }
            var unified = mounts.ownUnifiedGroup();
            if (unified.isEmpty()) {
                problems.put(controller, "no hierarchy of control groups that has it is mounted");
                return;
            }
            use(controller, delegating(controller, unified.get()), name, true);
        } catch (IOException e) {
            problems.put(controller, "a control group cannot be made: " + e);
        }
    }

    private void use(Controller controller, Path parent, String name, boolean unified) throws IOException {
        removeStale(parent);
        var group = parent.resolve(name);
        make(group);
        if (unified) {
            Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller.id());
        }
        controller.weigh(group, unified, Runtime.getRuntime().availableProcessors());
        places.put(controller, new Place(group, unified));
    }

    /**
     * The group of version 2 below which others may have this controller. One that has processes of its own cannot pass controllers on ("no internal
     * processes"), so where this process's group does not, the one around it is tried, which a service manager may have delegated.
     */
    private static Path delegating(Controller controller, Path own) throws IOException {
        var around = own.getParent();
        try {
            return passOn(controller, own);
        } catch (IOException e) {
            if (around == null || !Files.exists(around.resolve("cgroup.controllers"))) {
                throw e;
            }
            try {
                return passOn(controller, around);
            } catch (IOException other) {
                e.addSuppressed(other);
                throw e;
            }
        }
    }

    private static Path passOn(Controller controller, Path group) throws IOException {
        var offered = Files.readString(group.resolve("cgroup.controllers")).strip();
        if (!List.of(offered.split(" ", -1)).contains(controller.id())) {
            throw new IOException(group + " offers the controllers \"" + offered + "\", wanted " + controller.id());
        }
        Files.writeString(group.resolve("cgroup.subtree_control"), "+" + controller.id());
        return group;
    }

    private static void make(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            Files.createDirectories(group);
        }
    }

    private static void removeStale(Path parent) {
        try (var groups = Files.newDirectoryStream(parent, ControlGroups::isStale)) {
            for (var group : groups) {
                removeOfDead(group);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Control groups of earlier launchers could not be removed: {0}", e.toString());
        }
    }

    private static void removeOfDead(Path group) throws IOException {
        try {
            removeAll(group);
        } catch (AccessDeniedException e) {
            LOG.log(Level.DEBUG, "Another user has left the control group {0}", e.getFile());
        } catch (NoSuchFileException e) {
            // Another launcher that started was faster.
        }
    }

    private static boolean isStale(Path group) {
        var name = NAME.matcher(group.getFileName().toString());
        return name.matches()
                && ProcessHandle.of(Long.parseLong(name.group(2)))
                        .filter(process -> name(process).equals(name.group(1)))
                        .isEmpty();
    }

    private static void removeAll(Path group) throws IOException {
        try (var inner = Files.newDirectoryStream(group, Files::isDirectory)) {
            for (var one : inner) {
                remove(one);
            }
        }
        remove(group);
    }

    /** Groups are directories of a file system in which the kernel keeps the files, so they are removed as if they were empty. */
    private static void remove(Path group) throws IOException {
        try {
            Files.deleteIfExists(group);
        } catch (DirectoryNotEmptyException e) {
            LOG.log(Level.DEBUG, "Control group {0} still has processes", group);
        }
    }

    /** Controllers that cannot be used, each with why. */
    Map<Controller, String> problems() {
        return Map.copyOf(problems);
    }

    /**
     * A group for one enclave, in all hierarchies that can be used.
     *
     * @throws IOException when the kernel refuses; nothing is left
     */
    ControlGroup create(Controller.Bounds bounds) throws IOException {
        var number = Long.toString(NUMBER.incrementAndGet());
        var made = new ArrayList<Path>();
        try {
            Path memory = null;
            for (var place : places.entrySet()) {
                var group = place.getValue().group().resolve(number);
                make(group);
                if (!made.contains(group)) {
                    made.add(group);
                }
                place.getKey().bound(group, place.getValue().unified(), bounds);
                if (place.getKey() == Controller.MEMORY) {
                    memory = group.resolve(place.getValue().unified() ? "memory.events" : "memory.oom_control");
                }
            }
            return new ControlGroup(List.copyOf(made), Optional.ofNullable(memory), bounds);
        } catch (IOException e) {
            for (var group : made) {
                remove(group);
            }
            throw e;
        }
    }

    /** Removes the group of all enclaves, which are gone. */
    @Override
    public void close() {
        for (var place : places.values()) {
            try {
                remove(place.group());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Control group {0} could not be removed: {1}", place.group(), e);
            }
        }
    }
}
