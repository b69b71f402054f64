package dev.adyton.enclave.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildJvmTest {
    @TempDir
    Path directory;

    @Test
    void what_a_process_wrote_before_it_was_killed_is_in_the_log() throws Exception {
        var lines = Collections.synchronizedList(new ArrayList<String>());
        var firstRead = new CountDownLatch(1);
        var killed = new CountDownLatch(1);
        var child = ChildJvm.start(
                List.of("/bin/sh", "-c", "echo first >&2; read go; echo last >&2; echo written; exec sleep 1000"),
                PrivateDirectory.in(directory),
                new RateLimit(100, 100, System::nanoTime),
                line -> {
                    lines.add(line.text());
                    firstRead.countDown();
                    await(killed);
                });
        await(firstRead);
        child.input().write('\n');
        child.input().flush();
        assertThat(child.output().read()).isEqualTo('w');

        child.kill();
        killed.countDown();
        child.awaitExit();

        assertThat(lines).containsExactly("first", "last");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        }
    }
}
