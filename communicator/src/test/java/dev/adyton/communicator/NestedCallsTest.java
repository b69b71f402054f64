package dev.adyton.communicator;

import static dev.adyton.communicator.Sides.definitions;
import static dev.adyton.communicator.Sides.options;
import static dev.adyton.communicator.TestEcho.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.communicator.proto.EchoGrpc;
import dev.adyton.communicator.proto.FibonacciGrpc;
import dev.adyton.communicator.proto.Item;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Transport.class)
class NestedCallsTest {
    @Parameter
    Transport transport;

    private final AtomicReference<Sides> sides = new AtomicReference<>();

    @AfterEach
    void stop() {
        sides.get().close();
    }

    /** A service whose unary method does this. */
    private static EchoGrpc.EchoImplBase answering(Function<Item, Item> answer) {
        return new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                super.unary(answer.apply(request), responses);
            }
        };
    }

    private Sides start(EchoGrpc.EchoImplBase ofHost, EchoGrpc.EchoImplBase ofEnclave) {
        sides.set(Sides.serving(
                transport, options("host"), options("enclave"), definitions(ofHost), definitions(ofEnclave)));
        return sides.get();
    }

    private static Item call(Channel channel, Item item) {
        return EchoGrpc.newBlockingStub(channel).unary(item);
    }

    @Test
    void a_nested_call_runs_on_the_thread_that_waits_in_the_outer_one() {
        var seen = new AtomicReference<Thread>();
        start(
                answering(item -> {
                    seen.set(Thread.currentThread());
                    return item;
                }),
                answering(item -> call(sides.get().toHost(), item)));
        assertThat(call(sides.get().toEnclave(), item("x"))).isEqualTo(item("x"));
        assertThat(seen.get()).isEqualTo(Thread.currentThread());
    }

    @Test
    void so_it_does_on_the_other_side_and_at_any_depth() {
        var hostThreads = new ArrayList<Thread>();
        var enclaveThreads = new ArrayList<Thread>();
        start(
                answering(item -> {
                    hostThreads.add(Thread.currentThread());
                    return item.getNumber() == 0 ? item : call(sides.get().toEnclave(), item(item.getNumber() - 1));
                }),
                answering(item -> {
                    enclaveThreads.add(Thread.currentThread());
                    return item.getNumber() == 0 ? item : call(sides.get().toHost(), item(item.getNumber() - 1));
                }));
        call(sides.get().toEnclave(), item(40));
        assertThat(hostThreads).hasSize(20).containsOnly(Thread.currentThread());
        assertThat(enclaveThreads).hasSize(21);
        assertThat(enclaveThreads).containsOnly(enclaveThreads.get(0));
        assertThat(enclaveThreads.get(0).isVirtual()).isTrue();
    }

    @Test
    void a_lock_of_the_caller_is_held_in_the_nested_call() {
        var lock = new Object();
        start(
                answering(item -> item(Thread.holdsLock(lock) ? "held" : "free")),
                answering(item -> call(sides.get().toHost(), item)));
        synchronized (lock) {
            assertThat(call(sides.get().toEnclave(), item("?")).getText()).isEqualTo("held");
        }
    }

    @Test
    void a_value_of_the_callers_context_is_seen_in_the_nested_call() {
        Context.Key<String> key = Context.key("who");
        start(
                answering(item -> item(key.get())),
                answering(item -> call(sides.get().toHost(), item)));
        Context.current()
                .withValue(key, "me")
                .run(() -> assertThat(call(sides.get().toEnclave(), item("?")).getText())
                        .isEqualTo("me"));
    }

    @Test
    void a_call_back_while_nobody_waits_runs_on_a_virtual_thread() {
        var seen = new CompletableFuture<Thread>();
        start(
                answering(item -> {
                    seen.complete(Thread.currentThread());
                    return item;
                }),
                answering(item -> call(sides.get().toHost(), item)));
        var answers = new Answers<Item>();
        EchoGrpc.newStub(sides.get().toEnclave()).unary(item("x"), answers);
        assertThat(answers.end()).isEqualTo(Status.OK);
        assertThat(Sides.await(seen).isVirtual()).isTrue();
    }

    @Test
    void several_nested_calls_of_one_handler_share_the_waiting_thread() {
        var threads = new ArrayList<Thread>();
        start(
                answering(item -> {
                    threads.add(Thread.currentThread());
                    return item;
                }),
                answering(item -> {
                    var stub = EchoGrpc.newFutureStub(sides.get().toHost());
                    var answers = List.of(stub.unary(item(1)), stub.unary(item(2)), stub.unary(item(3)));
                    try {
                        long sum = 0;
                        for (var answer : answers)
                            sum += answer.get(30, TimeUnit.SECONDS).getNumber();
                        return item(sum);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }));
        assertThat(call(sides.get().toEnclave(), item("x"))).isEqualTo(item(6));
        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
    }

    @Test
    void a_nested_call_is_cancelled_when_the_outer_one_ends() throws Exception {
        var entered = new CountDownLatch(1);
        var nestedEnd = new CompletableFuture<Status>();
        var cancelled = new CompletableFuture<Boolean>();
        start(
                new TestEcho() {
                    @Override
                    public void unary(Item request, StreamObserver<Item> responses) {
                        Context.current().addListener(c -> cancelled.complete(true), Runnable::run);
                        entered.countDown();
                    }
                },
                answering(item -> {
                    try {
                        return call(sides.get().toHost(), item);
                    } catch (StatusRuntimeException e) {
                        nestedEnd.complete(e.getStatus());
                        throw e;
                    }
                }));
        var outer = EchoGrpc.newFutureStub(sides.get().toEnclave()).unary(item("x"));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(outer.cancel(true)).isTrue();
        assertThat(Sides.await(cancelled)).isTrue();
        assertThat(Sides.await(nestedEnd).getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void a_nested_call_that_waits_for_a_thread_that_has_gone_is_not_lost() throws Exception {
        // The handler answers at once and leaves a call behind, so the caller's thread may or may not still be there
        // for it.
        var ends = new ArrayList<CompletableFuture<Status>>();
        start(new TestEcho(), new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                var left = new Answers<Item>();
                synchronized (ends) {
                    ends.add(left.end);
                }
                EchoGrpc.newStub(sides.get().toHost()).unary(request, left);
                super.unary(request, responses);
            }
        });
        for (var i = 0; i < 500; i++) call(sides.get().toEnclave(), item(i));
        for (var end : ends) {
            assertThat(Sides.await(end).getCode()).isIn(Status.Code.OK, Status.Code.CANCELLED);
        }
        assertThat(ends).hasSize(500);
    }

    @Test
    void a_nested_call_that_ends_together_with_the_outer_one_leaves_its_place() {
        var silent = new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {}
        };
        var leaving = new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                EchoGrpc.newStub(sides.get().toHost())
                        .withDeadlineAfter(request.getNumber() * 10, TimeUnit.MICROSECONDS)
                        .unary(request, new Answers<>());
                super.unary(request, responses);
            }
        };
        sides.set(Sides.serving(
                transport,
                options("host").withMaxCalls(4),
                options("enclave"),
                definitions(silent),
                definitions(leaving)));
        for (var i = 0; i < 500; i++) call(sides.get().toEnclave(), item(i % 100));
        // If places were lost, none of the four would be left after so many; those of the last calls may take a moment.
        var stub = EchoGrpc.newBlockingStub(sides.get().toHost());
        Sides.await(CompletableFuture.runAsync(() -> {
            for (var free = false; !free; ) {
                try {
                    free = stub.expand(item(1)).hasNext();
                } catch (StatusRuntimeException e) {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                }
            }
        }));
    }

    @Test
    void two_calls_of_one_thread_never_overlap_on_the_other_side() {
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        start(new TestEcho(), new TestEcho() {
            @Override
            public void unary(Item request, StreamObserver<Item> responses) {
                if (inside.getAndIncrement() != 0) overlaps.incrementAndGet();
                super.unary(request, responses);
                // The answer has been given, and still this is not over.
                for (var spin = 0; spin < 2000; spin++) Thread.onSpinWait();
                inside.decrementAndGet();
            }
        });
        for (var i = 0; i < 1000; i++) call(sides.get().toEnclave(), item(i));
        assertThat(overlaps).hasValue(0);
    }

    @Test
    void an_error_of_the_innermost_call_comes_all_the_way_back() {
        start(
                answering(item -> {
                    throw Status.NOT_FOUND.withDescription("no such thing").asRuntimeException();
                }),
                answering(item -> call(sides.get().toHost(), item)));
        assertThatThrownBy(() -> call(sides.get().toEnclave(), item("x")))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("NOT_FOUND: no such thing");
    }

    @Test
    void mutually_recursive_fibonacci_is_right_on_twenty_threads() throws Exception {
        var foreign = new AtomicInteger();
        ThreadLocal<Boolean> mine = ThreadLocal.withInitial(() -> false);
        var toEnclave = new Fibonacci(() -> sides.get().toEnclave(), () -> {
            if (!mine.get()) foreign.incrementAndGet();
        });
        var toHost = new Fibonacci(() -> sides.get().toHost(), () -> {});
        sides.set(Sides.serving(
                transport, options("host"), options("enclave"), definitions(toEnclave), definitions(toHost)));
        var results = new ArrayList<CompletableFuture<Long>>();
        for (var i = 0; i < 20; i++) {
            var n = i;
            var result = new CompletableFuture<Long>();
            results.add(result);
            Thread.ofPlatform().daemon().start(() -> {
                mine.set(true);
                var stub = FibonacciGrpc.newBlockingStub(sides.get().toEnclave());
                result.complete(stub.compute(item(Math.min(n, 15))).getNumber());
            });
        }
        for (var i = 0; i < 20; i++) {
            assertThat(Sides.await(results.get(i))).isEqualTo(Fibonacci.expected(Math.min(i, 15)));
        }
        assertThat(foreign).hasValue(0);
    }
}
