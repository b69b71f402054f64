package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.adyton.protocol.BootReply;
import dev.adyton.protocol.LaunchFailure;
import dev.adyton.protocol.LaunchProcess;
import dev.adyton.protocol.LauncherRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes that a hostile enclave, or a hostile client of the launcher, may send. */
class DelimitedMessagesFuzzTest {
    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                delimited(BootReply.newBuilder()
                        .setFailure(LaunchFailure.newBuilder().setCode(3).setMessage("why"))
                        .build()),
                delimited(LauncherRequest.newBuilder()
                        .setLaunch(LaunchProcess.newBuilder().setName("one").setImagePath("/image"))
                        .build()),
                new byte[] {(byte) 0x81, (byte) 0x80, 4});
    }

    private static byte[] delimited(MessageLite message) throws IOException {
        var out = new ByteArrayOutputStream();
        DelimitedMessages.write(out, message);
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void bytes_are_messages_or_an_error_that_says_why(byte[] bytes) throws IOException {
        readAll(bytes, LauncherRequest.parser());
        readAll(bytes, BootReply.parser());
    }

    private static void readAll(byte[] bytes, Parser<? extends MessageLite> parser) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        try {
            for (var message = DelimitedMessages.read(in, parser);
                    message.isPresent();
                    message = DelimitedMessages.read(in, parser)) {
                var again = new ByteArrayInputStream(delimited(message.get()));
                assertThat(DelimitedMessages.read(again, parser).orElseThrow()).isEqualTo(message.get());
            }
            assertThat(in.available()).isZero();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
