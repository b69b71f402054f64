package dev.adyton.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryRecordsTest extends RecordsContract {
    @Override
    List<Records> connect() {
        var pair = MemoryRecords.pair();
        return List.of(pair.first(), pair.second());
    }

    @Test
    void a_record_is_delivered_on_the_thread_that_sends_it() {
        start();
        send(left, leftEnd, bytes(1, 5));
        assertThat(rightEnd.incoming).hasSize(1);
    }

    @Test
    void a_long_queue_does_not_keep_the_thread_that_woke() throws Exception {
        var sender = Thread.currentThread();
        var seenOnSender = new AtomicInteger();
        var counting = new Collector() {
            @Override
            void arrived(byte[] record) {
                if (Thread.currentThread().equals(sender)) seenOnSender.incrementAndGet();
            }
        };
        left.start(leftEnd);
        right.start(counting);
        for (var i = 0; i < 200; i++) leftEnd.outgoing.add(new byte[] {1});
        left.wake();
        for (var i = 0; i < 200; i++) counting.take();
        assertThat(seenOnSender).hasValue(64);
    }

    @Test
    void the_other_end_sees_the_reason() throws Exception {
        start();
        left.close(Status.ABORTED.withDescription("because"));
        assertThat(rightEnd.end().getDescription()).isEqualTo("because");
    }
}
