package dev.adyton.enclave.launcher;

import java.io.File;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.TreeMap;

/** Says what a program sees of its machine, and that it can write where it is told; then ends as told. */
final class LookAroundMain {
    private LookAroundMain() {}

    static void main(String[] arguments) throws IOException {
        System.out.println("pid " + ProcessHandle.current().pid());
        System.out.println("user " + System.getProperty("user.name"));
        System.out.println("environment " + new TreeMap<>(System.getenv()).keySet());
        System.out.println("directory " + System.getProperty("user.dir"));
        for (var directory : new String[] {"/", "/dev", "/proc", "/sys", "/etc", "/tmp", "/root", "/home"}) {
            System.out.println(directory + " " + list(directory));
        }
        System.out.println("network " + Collections.list(NetworkInterface.getNetworkInterfaces()));
        for (var directory : arguments[1].split(File.pathSeparator, -1)) {
            System.out.println("write " + directory + " " + write(Path.of(directory)));
        }
        System.out.flush();
        Runtime.getRuntime().halt(Integer.parseInt(arguments[0]));
    }

    private static String list(String directory) {
        var names = new File(directory).list();
        if (names == null) {
            return "absent";
        }
        Arrays.sort(names);
        return Arrays.toString(names);
    }

    private static String write(Path directory) {
        try {
            Files.delete(Files.writeString(directory.resolve("written"), "by whoever looks around"));
            return "allowed";
        } catch (IOException e) {
            return "refused";
        }
    }
}
