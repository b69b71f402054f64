package dev.adyton.confinement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With real pipes of a real process. */
@Timeout(60)
class InheritedTest {
    /** Longer than a pipe holds and than what goes through at once. */
    private static final int LONG_BYTES = 1_000_003;

    /** Moves its two pipes away, closes the descriptors that they had, sees that something comes, sends it back, and says what it still sees. */
    static final class Echo {
        static void main(String[] arguments) throws IOException {
            Inherited.forgetVariables(List.of("LD_LIBRARY_PATH", "NOT_SET"));
            var in = Inherited.input(0);
            var out = Inherited.output(1);
            System.in.close();
            System.out.close();
            while (in.available() == 0) {
                Thread.onSpinWait();
            }
            in.transferTo(out);
            out.write(System.getenv().toString().getBytes(UTF_8));
            out.write('\n');
            in.close();
            out.close();
            in.close();
        }
    }

    @BeforeEach
    void supported() {
        assumeTrue(
                SelfConfinement.support() instanceof Support.Available,
                () -> SelfConfinement.support().toString());
    }

    @Test
    void pipes_go_on_when_the_descriptors_that_they_had_are_closed() throws Exception {
        var sent = new byte[LONG_BYTES];
        new Random(7).nextBytes(sent);
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Echo.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().put("LD_LIBRARY_PATH", "/nowhere");
        builder.environment().put("KEPT", "yes");
        var process = builder.start();
        var received = new ByteArrayOutputStream();
        var sending = new FutureTask<>(() -> send(process.getOutputStream(), sent), null);
        Thread.ofVirtual().start(sending);
        process.getInputStream().transferTo(received);
        sending.get();

        assertThat(process.waitFor()).isZero();
        var expected = new ByteArrayOutputStream();
        expected.writeBytes(sent);
        expected.writeBytes("{KEPT=yes}\n".getBytes(UTF_8));
        assertThat(received.toByteArray()).isEqualTo(expected.toByteArray());
    }

    private static void send(OutputStream out, byte[] bytes) {
        try (out) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_descriptor_that_is_not_open_is_refused() {
        assertThatIOException()
                .isThrownBy(() -> Inherited.input(100_000))
                .withMessage("dup: found error number 9, wanted success");
        assertThatIOException().isThrownBy(() -> Inherited.output(-1));
    }

    @Test
    void a_closed_stream_reads_and_writes_nothing() throws Exception {
        InputStream in = Inherited.input(0);
        in.close();
        assertThatIOException().isThrownBy(in::read).withMessage("the stream is closed");

        OutputStream out = Inherited.output(1);
        out.close();
        assertThatIOException().isThrownBy(() -> out.write(1)).withMessage("the stream is closed");
    }

    @Test
    void a_name_that_no_variable_can_have_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inherited.forgetVariables(List.of("A=B")))
                .withMessage("found \"A=B\", wanted the name of a variable");
    }
}
