package dev.adyton.testkit.attack.inside;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a process finds around itself without asking: environment, properties, descriptors. */
final class Surroundings {
    private Surroundings() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("environment", scene -> environment()),
                Map.entry("environment: by reflection", scene -> environmentByForce()),
                Map.entry("property: of the host", scene -> property("adyton.attack.secret")),
                Map.entry("property: user", scene -> user()),
                Map.entry("descriptor: standard input", scene -> read(System.in.read())),
                Map.entry(
                        "descriptor: FileDescriptor.in", scene -> read(new FileInputStream(FileDescriptor.in).read())),
                Map.entry("descriptor: FileDescriptor.out", scene -> write(new FileOutputStream(FileDescriptor.out))),
                Map.entry("descriptor: by number", scene -> descriptor()),
                Map.entry("console", scene -> console()));
    }

    /** Java may have a console that is none, or none: JDK 22 to 24 always had one. */
    @SuppressWarnings("SystemConsoleNull")
    private static Object console() throws Exception {
        var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        return NothingGotException.unless(terminal.isPresent(), "no terminal");
    }

    private static Object environment() throws Exception {
        return NothingGotException.unless(!System.getenv().isEmpty(), System.getenv());
    }

    private static Object property(String name) throws Exception {
        var value = System.getProperty(name);
        return NothingGotException.unless(value != null, "no property");
    }

    private static Object user() throws Exception {
        var user = System.getProperty("user.name") + " in " + System.getProperty("user.home");
        return NothingGotException.unless(!user.equals("enclave in /"), user);
    }

    private static Object environmentByForce() throws ReflectiveOperationException {
        var field = Class.forName("java.lang.ProcessEnvironment").getDeclaredField("theEnvironment");
        field.setAccessible(true);
        return Objects.requireNonNull(field.get(null));
    }

    private static Object read(int found) throws Exception {
        return NothingGotException.unless(found >= 0, found);
    }

    private static Object write(FileOutputStream out) throws Exception {
        out.write(1);
        return "written";
    }

    private static Object descriptor() throws ReflectiveOperationException {
        var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return constructor.newInstance(3);
    }
}
