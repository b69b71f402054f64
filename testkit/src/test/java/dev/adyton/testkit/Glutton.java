package dev.adyton.testkit;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An application that takes all it can get of what its input's first text names. */
public final class Glutton implements TrustedApplication {
    private static final int PIECE_BYTES = 1 << 20;

    /** Far more than a thread is given unless it asks. */
    private static final int STACK_BYTES = 256 << 20;

    private static final int DEEP_THREADS = 40;
    private static final int SPINNING_THREADS = 32;

    /** More than an image may ask for. */
    private static final int TOO_MANY_THREADS = 10_000;

    private static volatile long spun;

    private final List<Object> taken = new ArrayList<>();

    /** Made by the runtime. */
    public Glutton() {}

    @Override
    public void initialize(EnclaveContext context) {
        // It takes what it wants when it is told.
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws Exception {
        switch (input.getPayload(0).unpack(StringValue.class).getValue()) {
            case "nothing" -> {}
            case "heap" -> takeForEver(() -> new byte[PIECE_BYTES]);
            case "direct" -> takeForEver(() -> ByteBuffer.allocateDirect(PIECE_BYTES));
            case "classes" -> takeForEver(MoreClasses::another);
            case "stacks" -> begin(DEEP_THREADS, STACK_BYTES, () -> deeper(0));
            case "threads" -> begin(TOO_MANY_THREADS, 0, Glutton::waitForEver);
            case "processors" -> begin(SPINNING_THREADS, 0, Glutton::spin);
            case "output" -> begin(1, 0, Glutton::print);
            case "time" -> waitForEver();
            case String other -> throw new IllegalArgumentException(other);
        }
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(StringValue.of("had it")))
                .build();
    }

    /** Makes one thing after the other. */
    private interface Source {
        Object take() throws Exception;
    }

    private void takeForEver(Source source) throws Exception {
        while (true) {
            taken.add(source.take());
        }
    }

    private static void begin(int threads, long stackBytes, Runnable what) {
        for (int i = 0; i < threads; i++) {
            var thread = new Thread(null, what, "glutton-" + i, stackBytes);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Uses the stack up; the virtual machine's error ends the thread, and nothing gives the memory back while another takes more. */
    private static long deeper(long depth) {
        return depth < 0 ? depth : 1 + deeper(depth + 1);
    }

    private static void spin() {
        while (spun >= 0) {
            spun = (spun + 1) & Integer.MAX_VALUE;
        }
    }

    private static void print() {
        while (spun >= 0) {
            System.out.println("a line that nobody wants to read, again and again and again and again and again");
            System.err.print("and half a line that never ends ");
        }
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
