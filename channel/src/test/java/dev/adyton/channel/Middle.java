package dev.adyton.channel;

import dev.adyton.attestation.Bytes;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who stands between both ends: sees each record and decides what becomes of it. */
final class Middle {
    enum Flow {
        TO_ENCLAVE,
        TO_HOST
    }

    /** What becomes of a record. */
    @FunctionalInterface
    interface Script {
        /**
         * Decides.
         *
         * @param index of the record within its flow, from 0
         * @param onward takes what is to go on
         */
        void pass(Flow flow, int index, byte[] record, Consumer<byte[]> onward);

        /** All go on as they are. */
        Script HONEST = (flow, index, record, onward) -> onward.accept(record);
    }

    record Seen(Flow flow, int index, Bytes octets) {
        byte[] record() {
            return octets.toByteArray();
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final Records host;
    final Records enclave;
    private final Leg hostLeg;
    private final Leg enclaveLeg;
    private final Script script;

    Middle(Script script) {
        this.script = script;
        var left = MemoryRecords.pair();
        var right = MemoryRecords.pair();
        host = left.first();
        enclave = right.second();
        hostLeg = new Leg(left.second(), Flow.TO_ENCLAVE);
        enclaveLeg = new Leg(right.first(), Flow.TO_HOST);
        hostLeg.other = enclaveLeg;
        enclaveLeg.other = hostLeg;
        hostLeg.own.start(hostLeg);
        enclaveLeg.own.start(enclaveLeg);
    }

    /** Ends the records on both sides, as if somebody had cut the line. */
    void cut() {
        hostLeg.own.close(Status.OK);
        enclaveLeg.own.close(Status.OK);
    }

    List<byte[]> seen(Flow flow) {
        return seen.stream().filter(s -> s.flow() == flow).map(Seen::record).toList();
    }

    /** One end's side of the middle. */
    private final class Leg implements Records.Endpoint {
        private final Records own;
        private final Flow flow;
        private final ConcurrentLinkedQueue<byte[]> outgoing = new ConcurrentLinkedQueue<>();
        private Leg other;
        private int index;

        Leg(Records own, Flow flow) {
            this.own = own;
            this.flow = flow;
        }

        @Override
        public ByteBuffer next() {
            var record = outgoing.poll();
            return record == null ? null : ByteBuffer.wrap(record);
        }

        @Override
        public void received(ByteBuffer record) {
            var copy = new byte[record.remaining()];
            record.get(copy);
            seen.add(new Seen(flow, index, Bytes.of(copy)));
            script.pass(flow, index++, copy, other.outgoing::add);
            other.own.wake();
        }

        @Override
        public void closed(Status reason) {
            // An end that goes is seen by the other one as a line that ends.
            other.own.close(Status.OK);
        }
    }
}
