package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox();
    private final List<Object> handled = new ArrayList<>();
    private final Inbox.Handler handler = new Inbox.Handler() {
        @Override
        public void record(ByteBuffer record) {
            handled.add(record.get());
        }

        @Override
        public void ended(Status why) {
            handled.add(why);
        }
    };

    private boolean keep(int octet) {
        return inbox.keep(ByteBuffer.wrap(new byte[] {(byte) octet}));
    }

    @Test
    void what_is_kept_is_a_copy() throws Exception {
        var bytes = new byte[] {1};
        inbox.keep(ByteBuffer.wrap(bytes));
        bytes[0] = 2;
        assertThat(inbox.take().get()).isEqualTo((byte) 1);
    }

    @Test
    void what_was_kept_is_handled_in_order_and_then_nothing_is_kept() {
        assertThat(keep(1)).isTrue();
        assertThat(keep(2)).isTrue();
        assertThat(inbox.keepEnd(Status.ABORTED)).isTrue();
        inbox.drain(handler);
        assertThat(handled).containsExactly((byte) 1, (byte) 2, Status.ABORTED);
        assertThat(keep(3)).isFalse();
        assertThat(inbox.keepEnd(Status.OK)).isFalse();
    }

    @Test
    void what_arrives_while_it_is_drained_is_handled_too() {
        keep(1);
        inbox.drain(new Inbox.Handler() {
            @Override
            public void record(ByteBuffer record) {
                if (handled.isEmpty()) assertThat(keep(2)).isTrue();
                handler.record(record);
            }

            @Override
            public void ended(Status why) {
                handler.ended(why);
            }
        });
        assertThat(handled).containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void who_waits_gets_the_next_record() throws Exception {
        var taken = new CompletableFuture<Byte>();
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                taken.complete(inbox.take().get());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        keep(5);
        assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo((byte) 5);
        waiting.join();
    }

    @Test
    void there_is_nothing_to_take_after_the_last_record() throws Exception {
        keep(1);
        inbox.keepEnd(Status.OK);
        assertThat(inbox.take()).isNotNull();
        assertThat(inbox.take()).isNull();
    }

    @Test
    void nothing_is_taken_or_kept_once_it_is_stopped_but_the_end_is() throws Exception {
        keep(1);
        inbox.stop();
        assertThat(inbox.take()).isNull();
        assertThat(keep(2)).as("taken off the caller's hands").isTrue();
        inbox.keepEnd(Status.OK);
        inbox.drain(handler);
        assertThat(handled).containsExactly((byte) 1, Status.OK);
    }
}
