package dev.adyton.channel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.records.MemoryRecords;
import dev.adyton.records.Records;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile records in place of, during and after the handshake, at either end: the channel ends, and nothing is delivered. */
class ChannelFuzzTest {
    private static final int ENCLAVE = 1;
    private static final int AFTER_HANDSHAKE = 2;
    private static final int SEALED = 4;

    static Stream<byte[]> seeds() {
        var hello = ClientHelloTest.hello(ClientHelloTest.extension(43, 2, 3, 4));
        return Stream.of(
                input(ENCLAVE, hello),
                input(0, new byte[] {22, 3, 3, 0, 4, 2, 0, 0, 0}),
                input(
                        ENCLAVE | AFTER_HANDSHAKE,
                        new byte[] {23, 3, 3, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                input(ENCLAVE | AFTER_HANDSHAKE | SEALED, new byte[] {Wire.ATTEST, 0, 0, 32}),
                input(ENCLAVE | AFTER_HANDSHAKE | SEALED, new byte[] {Wire.ACCEPTED}),
                input(AFTER_HANDSHAKE | SEALED, new byte[] {Wire.END, 14, 'n', 'o'}),
                input(AFTER_HANDSHAKE | SEALED, new byte[] {Wire.EVIDENCE, 1, 2, 3}));
    }

    private static byte[] input(int kind, byte[] said) {
        var input = new byte[said.length + 1];
        input[0] = (byte) kind;
        System.arraycopy(said, 0, input, 1, said.length);
        return input;
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_channel_ends_whatever_comes(byte[] input) throws Exception {
        if (input.length < 2) return;
        var kind = input[0];
        var said = Arrays.copyOfRange(input, 1, Math.min(input.length, 60_000));
        var pair = MemoryRecords.pair();
        try (var scene = new Scene()) {
            var enclave = (kind & ENCLAVE) != 0;
            if (enclave) scene.startEnclave(pair.second());
            else scene.startHost(pair.first());
            var attacker = enclave ? pair.first() : pair.second();
            if ((kind & AFTER_HANDSHAKE) == 0) {
                say(attacker, said);
            } else {
                var peer = enclave ? RawPeer.host(attacker) : RawPeer.enclave(attacker);
                if ((kind & SEALED) == 0) peer.sendSealed(said);
                else peer.send(said[0], Arrays.copyOfRange(said, 1, said.length));
            }
            // Where it says nothing wrong but not enough, time ends it.
            scene.letTimePass();
            var end = enclave ? scene.enclaveEnd : scene.hostEnd;
            if (end.end().isOk() || !end.incoming.isEmpty()) throw new AssertionError("taken for an honest end");
        }
    }

    private static void say(Records records, byte[] said) {
        var attacker = new Collector();
        attacker.outgoing.add(said);
        records.start(attacker);
        records.wake();
    }
}
