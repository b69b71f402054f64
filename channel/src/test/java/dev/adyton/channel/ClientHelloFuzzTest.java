package dev.adyton.channel;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class ClientHelloFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of(
                ClientHelloTest.hello(ClientHelloTest.extension(43, 2, 3, 4)),
                ClientHelloTest.hello(ClientHelloTest.extension(43, 2, 3, 4), ClientHelloTest.extension(41, 0, 0)));
    }

    @MethodSource("seeds")
    @FuzzTest
    void a_first_record_is_let_through_or_refused(byte[] record) {
        try {
            ClientHello.check(ByteBuffer.wrap(record));
        } catch (ChannelFault e) {
            if (e.getMessage() == null || e.getMessage().isBlank())
                throw new AssertionError("refused without a reason", e);
        }
    }
}
