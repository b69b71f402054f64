package dev.adyton.testkit;

import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.testkit.peer.CallBackRequest;
import dev.adyton.testkit.peer.Expect;
import dev.adyton.testkit.peer.FactsRequest;
import dev.adyton.testkit.peer.FibonacciReply;
import dev.adyton.testkit.peer.FibonacciRequest;
import dev.adyton.testkit.peer.LiveThreads;
import dev.adyton.testkit.peer.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls within calls, and the threads that they run on. */
abstract class NestingCases {
    private static final int[] FIBONACCI = {
        0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765
    };

    private static final int THREADS = 64;
    private static final int CALLS_EACH = 256;

    private final Bench bench;

    NestingCases(Bench bench) {
        this.bench = bench;
    }

    @Test
    void a_chain_of_calls_computes_fibonacci_of_twenty_on_one_thread_of_each_side() {
        Expect.equal(reply(20), fibonacci(20), "Fibonacci of 20");
    }

    @Test
    void twenty_threads_recurse_at_once_each_on_its_own() throws Exception {
        var work = IntStream.range(0, 20)
                .mapToObj(index -> (Callable<FibonacciReply>) () -> fibonacci(index))
                .toList();
        var replies = inParallel(Thread.ofPlatform().factory(), work);
        for (int index = 0; index < 20; index++) {
            Expect.equal(reply(index), replies.get(index), "Fibonacci of " + index);
        }
    }

    @Test
    void virtual_threads_recurse_too() throws Exception {
        var work = IntStream.range(0, 10)
                .mapToObj(index -> (Callable<FibonacciReply>) () -> fibonacci(index))
                .toList();
        var replies = inParallel(Thread.ofVirtual().factory(), work);
        for (int index = 0; index < 10; index++) {
            Expect.equal(reply(index), replies.get(index), "Fibonacci of " + index);
        }
    }

    @Test
    void a_handler_of_the_host_sees_the_callers_locks_and_thread_locals() {
        var shared = bench.shared();
        var lock = new ReentrantLock();
        var local = new ThreadLocal<String>();
        var seen = new AtomicReference<String>();
        shared.hostEcho().set(packet -> {
            seen.set(lock.isHeldByCurrentThread() + " " + local.get());
            return packet;
        });
        local.set("mine");
        lock.lock();
        try {
            callBack(shared, 1, 1);
        } finally {
            lock.unlock();
            local.remove();
            shared.hostEcho().set(packet -> packet);
        }
        Expect.equal("true mine", seen.get(), "lock and thread-local in the handler");
    }

    @Test
    void sums_in_the_callers_thread_locals_are_right_and_no_worker_is_left() throws Exception {
        var shared = bench.shared();
        var insideBefore = threadsInside(shared);
        var before = LiveThreads.now();
        var sum = ThreadLocal.withInitial(() -> 0L);
        shared.hostEcho().set(packet -> {
            sum.set(sum.get() + packet.getNumber());
            return packet;
        });
        var work = new ArrayList<Callable<Long>>();
        for (int thread = 0; thread < THREADS; thread++) {
            var number = thread;
            work.add(() -> {
                for (int call = 0; call < CALLS_EACH; call++) {
                    callBack(shared, number, 1);
                }
                return sum.get();
            });
        }
        List<Long> sums;
        try {
            sums = inParallel(Thread.ofPlatform().factory(), work);
        } finally {
            shared.hostEcho().set(packet -> packet);
        }
        for (int thread = 0; thread < THREADS; thread++) {
            Expect.equal((long) thread * CALLS_EACH, sums.get(thread), "sum of thread " + thread);
        }
        var patience = Duration.ofSeconds(10);
        Expect.equal(Set.of(), Await.empty(patience, () -> without(LiveThreads.now(), before)), "new threads here");
        Expect.equal(
                Set.of(),
                Await.empty(patience, () -> without(threadsInside(shared), insideBefore)),
                "new threads inside");
    }

    @Test
    void two_calls_of_one_thread_never_overlap_inside() {
        var peer = bench.shared().peer();
        for (int call = 0; call < 100; call++) {
            Expect.equal(1L, peer.linger(Packet.getDefaultInstance()).getNumber(), "handlers at work");
        }
    }

    @Test
    void a_handler_of_the_host_may_enter_the_enclave_again() {
        var shared = bench.shared();
        var input = EnclaveInput.getDefaultInstance();
        var output = new AtomicReference<EnclaveOutput>();
        shared.hostEcho().set(packet -> {
            output.set(shared.client().enterAndRun(input));
            return packet;
        });
        try {
            Expect.equal(7L, callBack(shared, 7, 1).getNumber(), "reply of the outer call");
        } finally {
            shared.hostEcho().set(packet -> packet);
        }
        Expect.equal(EnclaveOutput.getDefaultInstance(), output.get(), "reply of the inner call");
    }

    @Test
    void many_nested_calls_in_one_outer_call_come_to_the_callers_thread() {
        var shared = bench.shared();
        var threads = new ArrayList<Thread>();
        shared.hostEcho().set(packet -> {
            threads.add(Thread.currentThread());
            return packet;
        });
        try {
            callBack(shared, 1, 1000);
        } finally {
            shared.hostEcho().set(packet -> packet);
        }
        Expect.equal(1000, threads.size(), "nested calls");
        Expect.equal(Set.of(Thread.currentThread()), Set.copyOf(threads), "threads of the handlers");
    }

    private FibonacciReply fibonacci(int index) {
        return bench.shared()
                .peer()
                .fibonacci(FibonacciRequest.newBuilder()
                        .setIndex(index)
                        .setHostThread(Thread.currentThread().threadId())
                        .build());
    }

    private static FibonacciReply reply(int index) {
        return FibonacciReply.newBuilder().setValue(FIBONACCI[index]).build();
    }

    private static Packet callBack(Guest guest, long number, int times) {
        return guest.inside()
                .callBack(CallBackRequest.newBuilder()
                        .setPacket(Packet.newBuilder().setNumber(number))
                        .setTimes(times)
                        .build());
    }

    private static Set<String> threadsInside(Guest guest) {
        return new HashSet<>(
                guest.inside().facts(FactsRequest.getDefaultInstance()).getThreadsList());
    }

    private static <T> Set<T> without(Set<T> now, Set<T> before) {
        var rest = new HashSet<>(now);
        rest.removeAll(before);
        return rest;
    }

    private static <T> List<T> inParallel(ThreadFactory threads, List<Callable<T>> work) throws Exception {
        var results = new ArrayList<T>();
        try (var executor = Executors.newThreadPerTaskExecutor(threads)) {
            for (Future<T> result : executor.invokeAll(work)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
