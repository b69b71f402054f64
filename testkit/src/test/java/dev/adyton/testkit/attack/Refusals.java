package dev.adyton.testkit.attack;

import java.util.Map;
import java.util.TreeMap;

/** What comes of each attempt of an image in a confined process: how what it is told begins. */
final class Refusals {
    /** Between what is told at different levels. */
    static final String OR = " or ";

    private static final String NOTHING = "dev.adyton.testkit.attack.inside.NothingGotException: ";
    private static final String NOT_FOUND = "java.io.FileNotFoundException: ";
    private static final String DENIED = "java.nio.file.AccessDeniedException: ";
    private static final String NO_SOCKET = "java.net.BindException: Permission denied";
    private static final String NO_LIBRARY = "java.lang.UnsatisfiedLinkError: no ";
    private static final String NO_NATIVE_ACCESS =
            "java.lang.IllegalCallerException: Illegal native access from an unnamed module";
    private static final String NO_UNSAFE = "java.lang.UnsupportedOperationException: ";
    private static final String CLOSED = "java.lang.reflect.InaccessibleObjectException: Unable to make ";
    private static final String NO_ACCESS = "java.lang.IllegalAccessException: ";
    private static final String NO_CLASS = "java.lang.ClassNotFoundException: ";

    private final Map<String, String> all = new TreeMap<>();

    private Refusals() {}

    /** By the names of the attempts. */
    static Map<String, String> all() {
        var refusals = new Refusals();
        refusals.files();
        refusals.kernelFiles();
        refusals.sockets();
        refusals.processes();
        refusals.nativeCode();
        refusals.management();
        refusals.surroundings();
        refusals.runtime();
        return refusals.all;
    }

    private void each(String told, String... attempts) {
        for (var attempt : attempts) {
            all.put(attempt, told);
        }
    }

    private void files() {
        each(NOT_FOUND, "read: FileInputStream", "read: FileReader", "read: RandomAccessFile", "read: Scanner");
        each(NOT_FOUND, "read: file URL", "write: FileOutputStream", "write: RandomAccessFile");
        each(DENIED, "read: AsynchronousFileChannel", "read: FileChannel", "read: memory-mapped");
        each(DENIED, "read: Files.newInputStream", "read: Files.readString", "read: ZipFile", "read: jar URL");
        each(DENIED, "read: ZIP file system", "look: Files.list", "look: attributes", "look: real path");
        each(DENIED, "look: file store", "write: Files.writeString", "write: memory-mapped", "write: temporary file");
        each(DENIED, "write: Files.createDirectory", "write: symbolic link", "write: hard link", "write: log file");
        each(DENIED, "change: rename", "change: truncate", "change: permissions", "change: time", "change: delete");
        each(NO_CLASS + "outside.Outside", "read: class of a URLClassLoader");
        each(NOTHING + "no resource", "read: resource of a URLClassLoader");
        each(NOTHING + "File.list() is null", "look: File.list");
        each(NOTHING + "File.exists() is false", "look: File.exists");
        each(NOTHING + "File.length() is 0", "look: File.length");
        each(NOTHING + "no file store", "look: all file stores");
        each("java.io.IOException: Operation not permitted", "look: watch");
        each("java.io.IOException: Permission denied", "write: File.createNewFile", "write: temporary file of java.io");
        each(NOTHING + "File.mkdir() is false", "write: File.mkdir");
        each(NOTHING + "File.delete() is false", "change: File.delete");
        each(NOTHING + "File.renameTo() is false", "change: File.renameTo");
        each(NOTHING + "File.setLastModified() is false", "change: time by java.io");
        each(NO_LIBRARY + "prefs", "write: preferences");
    }

    private void kernelFiles() {
        each(NOT_FOUND, "read: /proc/self/mem", "read: /proc/self/maps", "read: /proc/self/environ");
        each(NOT_FOUND, "read: /proc/self/cmdline", "read: /proc/self/status", "read: /proc/1/environ");
        each(NOT_FOUND, "read: /proc/1/cmdline", "read: /proc/net/tcp", "read: /proc/net/unix", "read: /proc/mounts");
        each(NOT_FOUND, "read: /proc/sys/kernel/core_pattern", "read: /sys/kernel/notes", "read: /etc/passwd");
        each(NOT_FOUND, "read: /dev/random", "read: /dev/mem", "read: environment of another process");
        each(NOT_FOUND, "read: memory of another process", "read: descriptor 0", "write: /proc/self/mem");
        each(NOT_FOUND, "write: /proc/self/oom_score_adj", "write: descriptor 1", "write: descriptor 2");
        each(DENIED, "look: descriptors", "look: descriptors of another process", "write: /dev/shm");
    }

    private void sockets() {
        each(NO_SOCKET, "connect: Socket", "connect: SocketChannel", "connect: URL", "connect: Unix socket");
        each(NO_SOCKET, "open: IPv4", "open: Unix socket", "send: DatagramChannel");
        // A network namespace of its own has none.
        each(NO_SOCKET + OR + "java.lang.UnsupportedOperationException: IPv6 not available", "open: IPv6");
        each(NO_SOCKET, "send: DatagramSocket", "send: MulticastSocket", "listen: ServerSocket");
        each(NO_SOCKET, "listen: ServerSocketChannel", "listen: Unix socket", "connect: AsynchronousSocketChannel");
        each("java.io.IOException: " + NO_SOCKET, "connect: HttpClient");
        each(NO_LIBRARY + "sctp", "connect: SCTP");
        each("java.rmi.server.ExportException: ", "listen: RMI registry", "manage: connector");
        each("java.net.UnknownHostException: adyton.invalid", "resolve: a name");
        each(NOTHING + "localhost/127.0.0.1", "resolve: this machine");
        each(NOTHING + "127.0.0.1", "resolve: an address");
        each("java.net.SocketException: Permission denied", "look: network interfaces");
        each("java.net.SocketException: Permission denied", "look: whether a machine is there");
        each("java.io.IOException: Permission denied", "find: inherited channel");
    }

    private void processes() {
        each("java.io.IOException: Cannot run program", "start: ProcessBuilder", "start: Runtime.exec");
        each("java.io.IOException: Cannot run program", "start: shell", "start: pipeline");
        each("java.util.NoSuchElementException", "find: another process", "find: its parent");
        each("java.util.NoSuchElementException", "find: its own command", "signal: another process");
        each("java.lang.RuntimeException: Permission denied (Unable to open /proc)", "find: all processes");
    }

    private void nativeCode() {
        each(NO_NATIVE_ACCESS, "load: System.load", "load: Runtime.load", "load: System.loadLibrary");
        each(NO_NATIVE_ACCESS, "load: a file of its own", "load: SymbolLookup.libraryLookup", "call: downcall");
        each(NO_NATIVE_ACCESS, "call: downcall without address", "call: downcall by reflection", "call: upcall");
        each(NO_NATIVE_ACCESS, "memory: reinterpret", "memory: address layout", "rights: ModuleLayer.Controller");
        each(NO_ACCESS + "Attempt to lookup caller-sensitive method", "call: downcall by method handle");
        each("java.lang.UnsatisfiedLinkError: ", "call: JNI");
        each(NO_UNSAFE + "getByte", "memory: Unsafe.getByte");
        each(NO_UNSAFE + "putInt", "memory: Unsafe.putInt");
        each(NO_UNSAFE + "allocateMemory", "memory: Unsafe.allocateMemory");
        each(NO_UNSAFE + "copyMemory", "memory: Unsafe.copyMemory");
        each(NO_UNSAFE + "objectFieldOffset", "memory: Unsafe.objectFieldOffset");
        each(NO_ACCESS, "memory: internal Unsafe");
    }

    private void management() {
        each("java.lang.InternalError: ", "attach: list");
        // The first that tries finds no library, who comes later no class.
        each(
                NO_LIBRARY + "attach" + OR + "java.lang.NoClassDefFoundError: ",
                "attach: to itself",
                "attach: to another");
        each("java.io.IOException: Permission denied", "diagnose: heap dump");
        each(DENIED, "diagnose: thread dump");
        each(NO_LIBRARY + "management", "diagnose: a flag of the virtual machine");
        each(NOTHING + "Dynamic agent loading is not enabled", "command: load an agent");
        each(NOTHING + "Error opening log file", "command: log to a file");
        each(NOTHING + "Could not access file", "command: recording");
        each("java.lang.IllegalStateException: Can't create Flight Recorder", "record: JFR");
    }

    private void surroundings() {
        each(NOTHING + "{}", "environment");
        each(CLOSED, "environment: by reflection", "descriptor: by number");
        each(NOTHING + "no property", "property: of the host");
        each(NOTHING + "enclave in /", "property: user");
        each(NOTHING + "-1", "descriptor: standard input");
        each("java.io.IOException: Stream Closed", "descriptor: FileDescriptor.in", "descriptor: FileDescriptor.out");
        each(NOTHING + "no terminal", "console");
    }

    private void runtime() {
        each(NO_CLASS, "class: by name", "class: context loader", "class: array", "class: deserialized");
        each(NO_ACCESS, "class: defined into its package", "handle: private lookup", "handle: lookup", "handle: in");
        each(NO_ACCESS, "reflection: descriptors");
        each(CLOSED, "class: in its class loader", "reflection: field of the context", "reflection: constructor");
        each(CLOSED, "reflection: system calls", "reflection: target of a thread", "reflection: module");
        each(CLOSED, "handle: trusted lookup", "reflection: main");
        each(NOTHING + "no resource", "resource");
        each(NOTHING + "no service", "services");
        each("java.util.NoSuchElementException: dev.adyton.attestation.Attester", "reflection: through all fields");
    }
}
