package dev.adyton.enclave.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.confinement.SelfConfinement;
import dev.adyton.confinement.Support;
import dev.adyton.enclave.runtime.sample.EverydayJava;
import dev.adyton.enclave.runtime.sample.MemoryTls;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.LifecycleGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application can and cannot do in a process that has confined itself. One process does it all, so nothing of it ends the process. */
class ConfinedProcessTest {
    @TempDir
    private static Path directory;

    private static ChildEnclave child;
    private static LifecycleGrpc.LifecycleBlockingStub host;

    @BeforeAll
    static void boot() throws Exception {
        assumeConfinement();
        child = ChildEnclave.confined(image());
        host = child.initialized();
    }

    private static void assumeConfinement() {
        if (SelfConfinement.support() instanceof Support.Unavailable(String reason)) {
            assumeTrue(false, reason);
        }
    }

    private static EnclaveImage image() throws Exception {
        var jar = new JarMaker()
                .copyOf(EverydayJava.class)
                .copyOf(MemoryTls.class)
                .file(MemoryTls.STORE, Files.readAllBytes(keyStore()));
        return TestImages.of(TestImages.manifest(EverydayJava.class.getName()), jar.make());
    }

    /** As an application would bring it. */
    private static Path keyStore() throws Exception {
        var store = directory.resolve(MemoryTls.STORE);
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=localhost",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        MemoryTls.PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        try (var said = keytool.inputReader()) {
            assertThat(said.lines().toList()).as("keytool").noneMatch(line -> line.contains("error"));
        }
        assertThat(keytool.waitFor()).isZero();
        return store;
    }

    @AfterAll
    static void it_ends_in_order_after_all_that() throws IOException {
        if (child == null) {
            return;
        }
        try (var enclave = child) {
            host.finish(EnclaveFinal.getDefaultInstance());
            assertThat(enclave.exitCode()).isZero();
            assertThat(enclave.socket).as("left to the launcher").exists();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            garbage collection;         collected
            just-in-time compilation;   true
            deoptimization;             true
            platform threads;           40
            virtual threads;            500
            timers;                     fired
            parallel streams;           704982704
            stack overflow;             caught
            stack traces;               true
            proxies and hidden classes; true
            old class files;            42
            randomness;                 28
            cryptography;               64
            every provider;             true
            key stores;                 0
            tls with a trust store in memory; TLSv1.3
            time zones;                 +09:00
            locales;                    1. März 2026 € aäz 2
            charsets;                   true
            logging;                    logged
            xml;                        [#document: null]
            compression;                100000
            serialization;              [a, 1]
            platform resources;         606
            management;                 true
            native memory;              7
            selectors and pipes;        1
            http client;                HTTP_2
            console;                    null
            """)
    void everyday_java_works(String feature, String result) {
        assertThat(Rig.run(host, feature)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"default tls context", "services", "jrt file system", "sql", "process handles", "processors"})
    void what_depends_on_the_machine_works_too(String feature) {
        assertThat(Rig.run(host, feature)).doesNotStartWith("failed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            read a file;      java.io.FileNotFoundException: /etc/hostname (Permission denied)
            read a path;      java.nio.file.AccessDeniedException: /etc/hostname
            temporary file;   java.nio.file.AccessDeniedException
            list a directory; java.nio.file.AccessDeniedException: /
            connect;          java.net.BindException: Permission denied
            resolve;          java.net.UnknownHostException: adyton.invalid
            start a process;  java.io.IOException
            load a library;   java.lang.IllegalCallerException
            """)
    void what_leaves_the_process_is_refused(String feature, String error) {
        assertThat(Rig.run(host, feature)).startsWith("failed: " + error);
    }

    /** Their list is a file, which is there and cannot be read; what an application brings along works, see above. */
    @Test
    void nobody_is_trusted_whom_the_application_does_not_name() {
        assertThat(Rig.run(host, "authorities of default tls")).isEqualTo("0");
        assertThat(Rig.run(host, "default tls")).startsWith("failed: javax.net.ssl.SSL");
    }

    @Test
    void an_application_that_fills_its_heap_ends_as_out_of_memory() throws IOException {
        try (var filled = ChildEnclave.confined(Rig.image(false))) {
            var stub = filled.initialized();
            Rig.failure(() -> Rig.run(stub, "fill"));
            assertThat(filled.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void an_application_can_end_its_process() throws IOException {
        try (var ended = ChildEnclave.confined(Rig.image(false))) {
            var stub = ended.initialized();
            Rig.failure(() -> Rig.run(stub, "exit 42"));
            assertThat(ended.exitCode()).isEqualTo(42);
        }
    }

    @Test
    void a_confined_enclave_ends_with_its_launcher() throws IOException {
        try (var orphan = ChildEnclave.confined(Rig.image(false))) {
            orphan.endLauncher();
            assertThat(orphan.exitCode()).isEqualTo(11);
        }
    }
}
