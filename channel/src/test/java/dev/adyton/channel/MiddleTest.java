package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.channel.Middle.Flow;
import dev.adyton.channel.Middle.Script;
import dev.adyton.channel.Middle.Seen;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What somebody on the way can do: end the channel, and nothing else. */
class MiddleTest {
    private static final byte[] CALL = "attack at dawn, says the plaintext".getBytes(StandardCharsets.US_ASCII);

    /** What one session says, from the first handshake record to close_notify. */
    private static List<Seen> recorded() throws Exception {
        var middle = new Middle(Script.HONEST);
        try (var scene = Scene.over(middle)) {
            assertThat(scene.call(CALL)).isEqualTo(CALL);
            assertThat(scene.call(CALL)).isEqualTo(CALL);
            scene.host.close(Status.OK);
            assertThat(scene.enclaveEnd.end()).isEqualTo(Status.OK);
        }
        return List.copyOf(middle.seen);
    }

    @Test
    void nothing_of_the_plaintext_is_seen_on_the_way() throws Exception {
        for (var seen : recorded()) {
            assertThat(new String(seen.record(), StandardCharsets.ISO_8859_1)).doesNotContain("attack at dawn");
        }
    }

    @Test
    void nothing_of_the_evidence_or_the_image_is_seen_on_the_way() throws Exception {
        var measurement = new String(TestPlatform.MEASUREMENT.toByteArray(), StandardCharsets.ISO_8859_1);
        for (var seen : recorded()) {
            assertThat(new String(seen.record(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("simulated")
                    .doesNotContain(measurement);
        }
    }

    /**
     * Every byte that crosses. The version in the header of ClientHello is the one thing that TLS neither authenticates nor uses (RFC 8446
     * section 5.1): a flip from one of its two values to the other is without effect.
     */
    @Test
    void a_flip_of_any_byte_of_handshake_or_call_ends_the_channel() throws Exception {
        var attacks = new ArrayList<Attack>();
        for (var seen : recorded()) {
            for (var offset = 0; offset < seen.record().length; offset++) {
                var at = offset;
                attacks.add(new Attack(seen, "flip of byte " + at, (record, onward) -> {
                    // Signatures differ in length by a byte or two from session to session.
                    record[Math.min(at, record.length - 1)] ^= 0x55;
                    onward.accept(record);
                }));
            }
        }
        assertThat(attacks).hasSizeGreaterThan(1000);
        inParallel(attacks);
    }

    @Test
    void a_record_that_is_left_out_ends_the_channel() throws Exception {
        inParallel(onEachRecord("left out", (record, onward) -> {}));
    }

    @Test
    void a_record_that_comes_twice_ends_the_channel() throws Exception {
        var attacks = onEachRecord("twice", (record, onward) -> {
            onward.accept(record);
            onward.accept(record.clone());
        });
        var bye = recorded().stream()
                        .filter(seen -> seen.flow() == Flow.TO_ENCLAVE)
                        .count()
                - 1;
        // What comes after close_notify is not looked at any more.
        inParallel(attacks.stream()
                .filter(attack -> attack.target().flow() == Flow.TO_HOST
                        || attack.target().index() != bye)
                .toList());
    }

    @Test
    void a_record_that_is_split_ends_the_channel() throws Exception {
        inParallel(onEachRecord("split", (record, onward) -> {
            onward.accept(Arrays.copyOf(record, record.length / 2));
            onward.accept(Arrays.copyOfRange(record, record.length / 2, record.length));
        }));
    }

    @Test
    void a_record_with_something_after_it_ends_the_channel() throws Exception {
        inParallel(onEachRecord("longer", (record, onward) -> onward.accept(Arrays.copyOf(record, record.length + 1))));
    }

    @Test
    void a_line_that_is_cut_at_any_record_is_never_an_ordered_end() throws Exception {
        for (var target : recorded()) {
            var cut = new AtomicReference<Runnable>();
            var middle = new Middle((flow, index, record, onward) -> {
                if (flow == target.flow() && index == target.index()) cut.get().run();
                else onward.accept(record);
            });
            cut.set(middle::cut);
            try (var scene = Scene.over(middle)) {
                run(scene, target.flow());
                var affected = target.flow() == Flow.TO_ENCLAVE ? scene.enclaveEnd : scene.hostEnd;
                assertThat(affected.end().getCode()).as(target.toString()).isEqualTo(Status.Code.UNAVAILABLE);
            }
        }
    }

    @Test
    void records_that_change_places_end_the_channel() throws Exception {
        var held = new ConcurrentHashMap<Seen, byte[]>();
        var recorded = recorded();
        var attacks = new ArrayList<Attack>();
        for (var seen : recorded) {
            var next = recorded.stream()
                    .filter(other -> other.flow() == seen.flow() && other.index() == seen.index() + 1)
                    .findFirst();
            if (next.isEmpty() || harmless(seen) || harmless(next.get())) continue;
            attacks.add(new Attack(seen, "after its successor", (record, onward) -> held.put(seen, record)));
        }
        inParallel(attacks, (attack, onward) -> {
            var late = held.remove(attack.target());
            if (late != null) onward.accept(late);
        });
    }

    @Test
    void two_records_joined_into_one_end_the_channel() throws Exception {
        var first = new AtomicReference<byte[]>();
        var attested = new AtomicBoolean();
        var middle = new Middle((flow, index, record, onward) -> {
            if (flow == Flow.TO_HOST || !attested.get()) {
                onward.accept(record);
            } else if (!first.compareAndSet(null, record)) {
                var both = Arrays.copyOf(first.get(), first.get().length + record.length);
                System.arraycopy(record, 0, both, first.get().length, record.length);
                onward.accept(both);
            }
        });
        try (var scene = Scene.over(middle)) {
            scene.call(CALL);
            attested.set(true);
            scene.send(CALL);
            scene.send(CALL);
            var why = scene.enclaveEnd.end();
            assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(why.getDescription()).contains("joined, split or cut");
            assertThat(scene.enclaveEnd.incoming).hasSize(1);
        }
    }

    @Test
    void a_long_record_cut_at_a_border_of_tls_records_ends_the_channel() throws Exception {
        var middle = new Middle((flow, index, record, onward) -> {
            if (record.length > 60_000) {
                var border = 5 + (Byte.toUnsignedInt(record[3]) << 8 | Byte.toUnsignedInt(record[4]));
                onward.accept(Arrays.copyOf(record, border));
                onward.accept(Arrays.copyOfRange(record, border, record.length));
            } else {
                onward.accept(record);
            }
        });
        try (var scene = Scene.over(middle)) {
            scene.send(new byte[AttestedChannel.MAX_RECORD_BYTES]);
            assertThat(scene.enclaveEnd.end().getDescription()).contains("joined, split or cut");
            assertThat(scene.enclaveEnd.incoming).isEmpty();
        }
    }

    @Test
    void a_whole_session_played_to_another_enclave_does_nothing() throws Exception {
        var said = recorded().stream()
                .filter(seen -> seen.flow() == Flow.TO_ENCLAVE)
                .toList();
        var pair = MemoryRecords.pair();
        try (var scene = new Scene()) {
            scene.startEnclave(pair.second());
            play(pair.first(), said);
            var why = scene.enclaveEnd.end();
            assertThat(why.getCode()).isIn(Status.Code.INTERNAL, Status.Code.UNAVAILABLE);
            assertThat(scene.enclaveEnd.incoming).isEmpty();
        }
    }

    @Test
    void a_whole_session_played_to_another_host_does_nothing() throws Exception {
        var said =
                recorded().stream().filter(seen -> seen.flow() == Flow.TO_HOST).toList();
        var pair = MemoryRecords.pair();
        try (var scene = new Scene()) {
            scene.startHost(pair.first());
            scene.hostEnd.outgoing.add(CALL);
            play(pair.second(), said);
            assertThat(scene.hostEnd.end().getCode()).isIn(Status.Code.INTERNAL, Status.Code.UNAVAILABLE);
            assertThat(scene.hostEnd.incoming).isEmpty();
            assertThat(scene.hostEnd.outgoing).hasSize(1);
        }
    }

    private static void play(Records records, List<Seen> said) throws Exception {
        var player = new Collector();
        for (var seen : said) player.outgoing.add(seen.record());
        records.start(player);
        records.wake();
        player.end();
    }

    /** What becomes of one record; all others go on as they are. */
    private record Attack(Seen target, String what, BiConsumer<byte[], Consumer<byte[]>> deed) {
        @Override
        public String toString() {
            return what + ", record " + target.index() + " " + target.flow();
        }
    }

    private static List<Attack> onEachRecord(String what, BiConsumer<byte[], Consumer<byte[]>> deed) throws Exception {
        return recorded().stream()
                .filter(seen -> !harmless(seen))
                .map(seen -> new Attack(seen, what, deed))
                .toList();
    }

    /** TLS 1.3 sends ChangeCipherSpec for the sake of old middleboxes and passes over it (RFC 8446 appendix D.4). */
    private static boolean harmless(Seen seen) {
        return seen.record()[0] == 20;
    }

    private static void inParallel(List<Attack> attacks) throws Exception {
        inParallel(attacks, (attack, onward) -> {});
    }

    /** A few sessions at once: each is a handshake of both ends. */
    private static void inParallel(List<Attack> attacks, BiConsumer<Attack, Consumer<byte[]>> after) throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var tasks = attacks.stream()
                    .<Callable<Void>>map(attack -> () -> carryOut(attack, after))
                    .toList();
            for (var done : threads.invokeAll(tasks)) done.get();
        }
    }

    /** The end to which the record went does not take the session for one that ended in order, and what it got is what was sent. */
    private static Void carryOut(Attack attack, BiConsumer<Attack, Consumer<byte[]>> after) throws Exception {
        var target = attack.target();
        var withoutEffect = new AtomicBoolean();
        var middle = new Middle((flow, index, record, onward) -> {
            if (flow == target.flow() && index == target.index()) {
                var before = record.clone();
                attack.deed().accept(record, onward);
                withoutEffect.set(flow == Flow.TO_ENCLAVE && index == 0 && sameButVersion(before, record));
            } else {
                onward.accept(record);
                if (flow == target.flow()) after.accept(attack, onward);
            }
        });
        try (var scene = Scene.over(middle, Optional.of(Duration.ofSeconds(3)))) {
            run(scene, target.flow());
            var affected = target.flow() == Flow.TO_ENCLAVE ? scene.enclaveEnd : scene.hostEnd;
            if (!withoutEffect.get())
                assertThat(affected.end()).as(attack.toString()).isNotEqualTo(Status.OK);
            assertThat(scene.enclaveEnd.incoming).as(attack.toString()).allMatch(record -> Arrays.equals(record, CALL));
            assertThat(scene.hostEnd.incoming).as(attack.toString()).allMatch(record -> Arrays.equals(record, CALL));
        }
        return null;
    }

    private static boolean sameButVersion(byte[] before, byte[] after) {
        return before[2] != after[2] && (after[2] == 1 || after[2] == 3);
    }

    /** Two calls and an ordered end, as far as they go; the end to which this flow leads is not the one that ends it. */
    private static void run(Scene scene, Flow flow) throws Exception {
        for (var i = 0; i < 2; i++) {
            scene.send(CALL);
            if (!scene.hostEnd.comes(Duration.ofSeconds(4))) break;
        }
        (flow == Flow.TO_ENCLAVE ? scene.host : scene.enclave).close(Status.OK);
    }
}
