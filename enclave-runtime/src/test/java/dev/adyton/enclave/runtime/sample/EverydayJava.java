package dev.adyton.enclave.runtime.sample;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.Selector;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.text.Collator;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.net.ssl.SSLContext;

/** Uses, when it is told to, one of the many things that Java has and applications take for granted. */
public class EverydayJava implements TrustedApplication {
    private static volatile Object sink;

    /** Returns what it saw. */
    private interface Feature {
        Object use() throws Exception;
    }

    private static final Map<String, Feature> FEATURES = new HashMap<>();

    static {
        FEATURES.put("garbage collection", EverydayJava::garbage);
        FEATURES.put("just-in-time compilation", EverydayJava::compilation);
        FEATURES.put("deoptimization", EverydayJava::deoptimization);
        FEATURES.put("platform threads", () -> threads(Thread.ofPlatform(), 40));
        FEATURES.put("virtual threads", () -> threads(Thread.ofVirtual(), 500));
        FEATURES.put("timers", EverydayJava::timers);
        FEATURES.put(
                "parallel streams", () -> IntStream.range(0, 100_000).parallel().sum());
        FEATURES.put("stack overflow", EverydayJava::overflow);
        FEATURES.put("stack traces", EverydayJava::traces);
        FEATURES.put("proxies and hidden classes", EverydayJava::generated);
        FEATURES.put("old class files", EverydayJava::oldClassFile);
        FEATURES.put("randomness", EverydayJava::randomness);
        FEATURES.put("cryptography", EverydayJava::cryptography);
        FEATURES.put("every provider", EverydayJava::providers);
        FEATURES.put("key stores", EverydayJava::keyStores);
        FEATURES.put(
                "default tls context",
                () -> SSLContext.getDefault().createSSLEngine().getSupportedProtocols());
        FEATURES.put("authorities of default tls", MemoryTls::defaultAuthorities);
        FEATURES.put("default tls", () -> MemoryTls.handshake(SSLContext.getDefault()));
        FEATURES.put("tls with a trust store in memory", () -> MemoryTls.handshake(MemoryTls.trustingImage()));
        FEATURES.put("time zones", EverydayJava::zones);
        FEATURES.put("locales", EverydayJava::locales);
        FEATURES.put("charsets", EverydayJava::charsets);
        FEATURES.put("logging", EverydayJava::logging);
        FEATURES.put("xml", EverydayJava::xml);
        FEATURES.put("compression", EverydayJava::compression);
        FEATURES.put("serialization", EverydayJava::serialization);
        FEATURES.put(
                "services",
                () -> ServiceLoader.load(java.nio.file.spi.FileSystemProvider.class).stream()
                        .count());
        FEATURES.put("platform resources", EverydayJava::resources);
        FEATURES.put(
                "jrt file system",
                () -> Files.list(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules"))
                        .count());
        FEATURES.put("sql", () -> call("java.sql.DriverManager", "getLoginTimeout", null));
        FEATURES.put("management", EverydayJava::management);
        FEATURES.put("native memory", EverydayJava::nativeMemory);
        FEATURES.put("selectors and pipes", EverydayJava::selectors);
        FEATURES.put("http client", EverydayJava::httpClient);
        FEATURES.put("console", () -> String.valueOf(System.console()));
        FEATURES.put("process handles", () -> ProcessHandle.current().info().toString());
        FEATURES.put("processors", () -> Runtime.getRuntime().availableProcessors());
        // What has to fail, and how.
        FEATURES.put("read a file", () -> new FileInputStream("/etc/hostname"));
        FEATURES.put("read a path", () -> Files.readString(Path.of("/etc/hostname")));
        FEATURES.put("temporary file", () -> Files.createTempFile("x", "y"));
        FEATURES.put("list a directory", () -> Files.list(Path.of("/")));
        FEATURES.put("connect", () -> new Socket(InetAddress.getLoopbackAddress(), 1));
        FEATURES.put("resolve", () -> InetAddress.getAllByName("adyton.invalid"));
        FEATURES.put("start a process", () -> new ProcessBuilder("/bin/true").start());
        FEATURES.put("load a library", EverydayJava::library);
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws Exception {
        var name = input.getPayload(0).unpack(StringValue.class).getValue();
        String answer;
        try {
            answer = String.valueOf(FEATURES.get(name).use());
        } catch (Throwable e) {
            answer = "failed: " + e;
        }
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(StringValue.of(answer)))
                .build();
    }

    private static Object garbage() {
        for (int i = 0; i < 200; i++) {
            sink = new byte[4 << 20];
        }
        System.gc();
        return "collected";
    }

    private static Object compilation() {
        long sum = 0;
        for (int round = 0; round < 50; round++) {
            var values = new ArrayList<Integer>();
            for (int i = 0; i < 20_000; i++) {
                values.add(i ^ round);
            }
            sum += values.stream().mapToLong(value -> value * 31L).sum();
        }
        return sum > 0;
    }

    private sealed interface Shape {
        int area();
    }

    private record Square(int side) implements Shape {
        @Override
        public int area() {
            return side * side;
        }
    }

    private record Box(int a, int b) implements Shape {
        @Override
        public int area() {
            return a * b;
        }
    }

    /** Code that is compiled for one class only, then meets another. */
    private static Object deoptimization() {
        long sum = 0;
        for (int i = 0; i < 200_000; i++) {
            sum += area(new Square(i & 7));
        }
        for (int i = 0; i < 1000; i++) {
            sum += area(new Box(i & 7, 2));
        }
        return sum > 0;
    }

    private static int area(Shape shape) {
        return shape.area();
    }

    private static Object threads(Thread.Builder builder, int number) throws InterruptedException {
        var lock = new Object();
        var all = new ArrayList<Thread>();
        var done = new AtomicInteger();
        for (int i = 0; i < number; i++) {
            all.add(builder.start(() -> {
                synchronized (lock) {
                    done.incrementAndGet();
                }
            }));
        }
        for (var thread : all) {
            thread.join();
        }
        return done.get();
    }

    private static final class Tick extends TimerTask {
        private final CountDownLatch latch;

        Tick(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        public void run() {
            latch.countDown();
        }
    }

    private static Object timers() throws Exception {
        var latch = new CountDownLatch(3);
        try (var scheduler = Executors.newScheduledThreadPool(1)) {
            sink = scheduler.schedule(latch::countDown, 1, TimeUnit.MILLISECONDS);
            var timer = new Timer(true);
            timer.schedule(new Tick(latch), 1);
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(Duration.ofMillis(1));
                    latch.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            new CompletableFuture<String>()
                    .completeOnTimeout("late", 1, TimeUnit.MILLISECONDS)
                    .get();
            latch.await();
            timer.cancel();
        }
        return "fired";
    }

    private static Object overflow() {
        try {
            return endless(0);
        } catch (StackOverflowError e) {
            return "caught";
        }
    }

    /** Until the stack is full, which is long before the number is. */
    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    private static Object traces() {
        var text = new StringWriter();
        try {
            sink = null;
            sink = sink.hashCode();
        } catch (NullPointerException e) {
            e.printStackTrace(new PrintWriter(text));
        }
        var frames = StackWalker.getInstance().walk(stream -> stream.count());
        return text.toString().contains("EverydayJava.java")
                && frames > 0
                && !Thread.getAllStackTraces().isEmpty();
    }

    private static Object generated() throws Exception {
        var proxy = (Runnable) Proxy.newProxyInstance(
                EverydayJava.class.getClassLoader(),
                new Class<?>[] {Runnable.class},
                (self, method, arguments) -> null);
        proxy.run();
        var bytes = ClassFile.of().build(ClassDesc.of(EverydayJava.class.getPackageName(), "New"), type -> {});
        return MethodHandles.lookup()
                .defineHiddenClass(bytes, true)
                .lookupClass()
                .isHidden();
    }

    /** Version 48 has another verifier, which the JVM keeps in a library of its own. */
    private static Object oldClassFile() throws Exception {
        var bytes = ClassFile.of()
                .build(
                        ClassDesc.of(EverydayJava.class.getPackageName(), "Old"),
                        type -> type.withVersion(48, 0)
                                .withMethodBody(
                                        "answer",
                                        java.lang.constant.MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_int),
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> code.loadConstant(42).ireturn()));
        var type = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
        return type.getMethod("answer").invoke(null);
    }

    private static Object randomness() throws Exception {
        var strong = SecureRandom.getInstanceStrong().generateSeed(8);
        var seed = new SecureRandom().generateSeed(16);
        return strong.length + seed.length + java.util.UUID.randomUUID().version();
    }

    private static Object cryptography() throws Exception {
        var key = KeyGenerator.getInstance("AES").generateKey();
        var cipher = Cipher.getInstance("ChaCha20-Poly1305");
        sink = cipher;
        var aes = Cipher.getInstance("AES/GCM/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, key);
        sink = aes.doFinal(new byte[100]);
        for (var algorithm : List.of("RSA", "EC", "Ed25519", "X25519", "ML-DSA", "ML-KEM")) {
            sink = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        }
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        signature.update(new byte[10]);
        return signature.sign().length;
    }

    /** Of the runtime's ways to cryptography none may be missing later on. */
    private static Object providers() throws Exception {
        int services = 0;
        for (var provider : Security.getProviders()) {
            for (var service : provider.getServices()) {
                services++;
                if (service.getType().equals("MessageDigest")) {
                    sink = service.newInstance(null);
                }
            }
        }
        return services > 100;
    }

    private static Object keyStores() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, "secret".toCharArray());
        store.load(new ByteArrayInputStream(bytes.toByteArray()), "secret".toCharArray());
        return store.size();
    }

    private static Object zones() {
        for (var id : ZoneId.getAvailableZoneIds()) {
            sink = ZonedDateTime.now(ZoneId.of(id));
        }
        return ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 0, ZoneId.of("Asia/Tokyo"))
                .getOffset();
    }

    private static Object locales() {
        for (var locale : Locale.getAvailableLocales()) {
            sink = NumberFormat.getCurrencyInstance(locale).format(1);
        }
        var date = LocalDate.of(2026, 3, 1)
                .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.GERMANY));
        var words = new String[] {"z", "\u00e4", "a"};
        Arrays.sort(words, Collator.getInstance(Locale.GERMAN));
        return date + " " + Currency.getInstance("EUR").getSymbol(Locale.FRANCE) + " " + String.join("", words) + " "
                + Normalizer.normalize("\u00e9", Normalizer.Form.NFD).length();
    }

    private static Object charsets() throws Exception {
        for (var charset : Charset.availableCharsets().values()) {
            if (charset.canEncode()) {
                sink = "abc".getBytes(charset);
            }
        }
        return roundTrip("\u65e5\u672c", Charset.forName("Shift_JIS"));
    }

    private static boolean roundTrip(String text, Charset charset) {
        return new String(text.getBytes(charset), charset).equals(text);
    }

    private static Object logging() {
        Logger.getLogger("everyday.jul").warning("one");
        System.getLogger("everyday.system").log(System.Logger.Level.WARNING, "two {0}", 2);
        return "logged";
    }

    private static Object xml() throws Exception {
        var factory = call("javax.xml.parsers.DocumentBuilderFactory", "newInstance", null);
        var builder = call("javax.xml.parsers.DocumentBuilderFactory", "newDocumentBuilder", factory);
        return call("javax.xml.parsers.DocumentBuilder", "newDocument", builder);
    }

    private static Object httpClient() throws Exception {
        var client = call("java.net.http.HttpClient", "newHttpClient", null);
        return call("java.net.http.HttpClient", "version", client);
    }

    /** Of modules that these tests do not read. */
    private static Object call(String type, String method, Object target) throws Exception {
        return Class.forName(type).getMethod(method).invoke(target);
    }

    private static Object compression() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(new byte[100_000]);
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readAllBytes().length;
        }
    }

    private static Object serialization() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of("a", 1)));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }

    private static Object resources() throws Exception {
        try (var in = ClassLoader.getPlatformClassLoader().getResourceAsStream("java/sql/Connection.class");
                var object = Object.class.getResourceAsStream("Object.class");
                var own = EverydayJava.class.getResourceAsStream("EverydayJava.class")) {
            return in.read() + object.read() + own.read();
        }
    }

    private static Object management() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(pool -> sink = pool.getUsage());
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> sink = collector.getCollectionCount());
        sink = ManagementFactory.getThreadMXBean().dumpAllThreads(true, true);
        sink = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        sink = ManagementFactory.getPlatformMBeanServer().getMBeanCount();
        return ManagementFactory.getRuntimeMXBean().getUptime() > 0;
    }

    private static Object nativeMemory() {
        sink = ByteBuffer.allocateDirect(1 << 20);
        try (var arena = Arena.ofConfined()) {
            var segment = arena.allocate(1 << 20);
            segment.set(ValueLayout.JAVA_INT, 8, 7);
            return segment.get(ValueLayout.JAVA_INT, 8);
        }
    }

    private static Object selectors() throws Exception {
        try (var selector = Selector.open()) {
            var pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.source().register(selector, java.nio.channels.SelectionKey.OP_READ);
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            int ready = selector.select();
            pipe.source().close();
            pipe.sink().close();
            return ready;
        }
    }

    @SuppressWarnings("restricted")
    private static Object library() {
        System.load("/lib/x86_64-linux-gnu/libm.so.6");
        return "loaded";
    }
}
