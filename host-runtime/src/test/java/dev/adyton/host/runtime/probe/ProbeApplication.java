package dev.adyton.host.runtime.probe;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** An application that does what a test tells it, in each step of its life. */
public final class ProbeApplication implements TrustedApplication {
    private EnclaveContext context;

    @Override
    public void initialize(EnclaveContext given) {
        context = given;
        if (!given.config().getPayloadList().isEmpty()) {
            perform(Calls.words(given.config().getPayloadList()));
        }
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) {
        return Calls.output(perform(Calls.words(input.getPayloadList())));
    }

    @Override
    public void finish(EnclaveFinal input) {
        if (!input.getPayloadList().isEmpty()) {
            perform(Calls.words(input.getPayloadList()));
        }
    }

    @Override
    public List<BindableService> services() {
        return List.of(Calls.serving(Calls.ENCLAVE, this::perform));
    }

    private String perform(List<String> words) {
        return switch (words.getFirst()) {
            case "echo" -> words.get(1);
            case "name" -> context.name();
            case "config" -> Calls.words(context.config().getPayloadList()).getLast();
            case "pid" -> Long.toString(ProcessHandle.current().pid());
            case "host" -> Calls.ask(context.hostChannel(), Calls.HOST, words.get(1));
            case "fibonacci" -> fibonacci(Integer.parseInt(words.get(1)));
            case "fail" ->
                throw Status.OUT_OF_RANGE.withDescription(words.get(1)).asRuntimeException();
            case "throw" -> throw new IllegalStateException(words.get(1));
            case "abort" -> abort(words.get(1));
            case "exit" -> exit(Integer.parseInt(words.get(1)));
            case "halt" -> halt(Integer.parseInt(words.get(1)));
            case "fill memory" -> fillMemory();
            case "wait" -> waitForEver();
            default -> throw new IllegalArgumentException(words.toString());
        };
    }

    /** Each step of the recursion goes out to the host, which comes in again for the two below. */
    private String fibonacci(int n) {
        return n < 2 ? Integer.toString(n) : Calls.ask(context.hostChannel(), Calls.HOST, Integer.toString(n));
    }

    private String abort(String reason) {
        context.abort(reason);
        return waitForCancellation();
    }

    private static String exit(int code) {
        System.exit(code);
        return "";
    }

    private static String halt(int code) {
        Runtime.getRuntime().halt(code);
        return "";
    }

    private static String fillMemory() {
        var kept = new ArrayList<byte[]>();
        while (kept.size() < Integer.MAX_VALUE) {
            kept.add(new byte[1 << 20]);
        }
        return Integer.toString(kept.size());
    }

    /** Tells the host that it waits; until the call has ended for its caller. */
    private String waitForEver() {
        Calls.ask(context.hostChannel(), Calls.HOST, "waiting");
        return waitForCancellation();
    }

    private static String waitForCancellation() {
        var cancelled = new CountDownLatch(1);
        Context.current().addListener(_ -> cancelled.countDown(), Runnable::run);
        try {
            cancelled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }
}
