package dev.adyton.enclave.runtime;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.List;
import java.util.TimeZone;
import java.util.logging.LogManager;
import javax.crypto.Cipher;

/**
 * What the JDK opens a file or loads a native library for when it is first used, and never again: used here once, so that it works in a process that can open
 * none any more. Classes need nothing of it: those of the JDK come from memory, and those of the runtime from jars that {@link RuntimeJars} keeps open.
 */
final class FirstUses {
    /** The last version of class files that may do without the tables of the newer verifier (JVM Specification 4.10). */
    private static final int OLD_VERSION = 49;

    private FirstUses() {}

    /** One of them. What it makes is thrown away. */
    private interface FirstUse {
        void run() throws IOException, GeneralSecurityException, ReflectiveOperationException;
    }

    /** All of them; one that fails is logged, and what needs it will fail in the application too. */
    static void all(LogSink log, String logger) {
        run("randomness", FirstUses::randomness, log, logger);
        run("cryptography", FirstUses::cryptography, log, logger);
        run("time", FirstUses::time, log, logger);
        run("logging", FirstUses::logging, log, logger);
        run("network", FirstUses::network, log, logger);
        run("management", FirstUses::management, log, logger);
        run("modules", FirstUses::modules, log, logger);
        run("old class files", FirstUses::oldClassFiles, log, logger);
    }

    private static void run(String name, FirstUse use, LogSink log, String logger) {
        try {
            use.run();
        } catch (IOException | GeneralSecurityException | ReflectiveOperationException | LinkageError e) {
            log.log(Level.WARNING, logger, "the JDK's " + name + " cannot be prepared", e);
        }
    }

    /** The descriptors of /dev/random and /dev/urandom, for seeds as well. */
    private static void randomness() throws GeneralSecurityException {
        new SecureRandom().generateSeed(1);
        new SecureRandom().nextInt();
        SecureRandom.getInstanceStrong().nextInt();
    }

    /** conf/security: java.security and the policy of what may be encrypted. */
    private static void cryptography() throws GeneralSecurityException {
        Security.getProviders();
        Cipher.getInstance("AES/GCM/NoPadding");
        KeyStore.getInstance(KeyStore.getDefaultType());
    }

    /** The machine's time zone, lib/tzdb.dat, and the file that may change currencies. */
    private static void time() {
        TimeZone.getDefault();
        var _ = ZonedDateTime.now(ZoneId.of("Europe/Athens"));
        Currency.getInstance("EUR");
    }

    /** conf/logging.properties. */
    private static void logging() {
        LogManager.getLogManager().getLogger("");
        System.getLogger(FirstUses.class.getName()).isLoggable(Level.INFO);
    }

    /** libnet, libnio, libextnet and conf/net.properties; initialized, these classes refuse what the process may not with exceptions of their own. */
    private static void network() throws IOException, ReflectiveOperationException {
        InetAddress.getLoopbackAddress();
        for (var type : List.of(NetworkInterface.class, Socket.class, ServerSocket.class, DatagramSocket.class)) {
            MethodHandles.lookup().ensureInitialized(type);
        }
        ProxySelector.getDefault();
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.supportedOptions();
        }
        Selector.open().close();
        var pipe = Pipe.open();
        pipe.source().close();
        pipe.sink().close();
    }

    /** libmanagement and libmanagement_ext. */
    private static void management() {
        ManagementFactory.getRuntimeMXBean().getUptime();
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        ManagementFactory.getThreadMXBean().getThreadCount();
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        ManagementFactory.getGarbageCollectorMXBeans();
    }

    /** libjimage, through which resources of the JDK's modules are read, and lib/modules, which their file system opens. */
    private static void modules() throws IOException {
        try (var resource = ClassLoader.getPlatformClassLoader().getResourceAsStream("java/sql/Driver.class")) {
            if (resource == null) {
                throw new IOException("module java.sql is missing");
            }
        }
        Files.exists(Path.of(URI.create("jrt:/java.base")));
    }

    /** libverify, which checks them. */
    private static void oldClassFiles() throws ReflectiveOperationException {
        var name = ClassDesc.of(FirstUses.class.getPackageName(), "OldClassFile");
        var bytes = ClassFile.of().build(name, type -> type.withVersion(OLD_VERSION, 0));
        MethodHandles.lookup().defineHiddenClass(bytes, true);
    }
}
