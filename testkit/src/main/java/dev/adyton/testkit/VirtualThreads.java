package dev.adyton.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The virtual threads that the JVM knows of; only its thread dump shows them. */
final class VirtualThreads {
    private static final Pattern FIELD = Pattern.compile("^\\s*\"(tid|virtual|name)\": \"?([^\"]*?)\"?,?$");

    /** The Java runtime's own: they wait for sockets on behalf of all others. */
    private static final Pattern OF_THE_RUNTIME = Pattern.compile("\\d*-?(Read|Write|Sub|Master)-?Poller.*");

    private VirtualThreads() {}

    /** Their names by their ids. */
    static Map<Long, String> now() {
        try {
            var directory = Files.createTempDirectory(
                    "adyton-" + ProcessHandle.current().pid() + "-dump-");
            var dump = directory.resolve("threads.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
                return parse(Files.readString(dump));
            } finally {
                Files.deleteIfExists(dump);
                Files.delete(directory);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Takes {@code tid} and {@code name} of each thread that is {@code virtual}; they come in the order tid, virtual, name. */
    static Map<Long, String> parse(String dump) {
        var found = new HashMap<Long, String>();
        var id = 0L;
        var virtual = false;
        for (var line : dump.lines().toList()) {
            var field = FIELD.matcher(line);
            if (!field.matches()) {
                continue;
            }
            var value = field.group(2);
            switch (field.group(1)) {
                case "tid" -> {
                    id = Long.parseLong(value);
                    virtual = false;
                }
                case "virtual" -> virtual = value.equals("true");
                default -> {
                    if (virtual && !OF_THE_RUNTIME.matcher(value).matches()) {
                        found.put(id, value);
                    }
                }
            }
        }
        return found;
    }
}
