package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the built command, each in directories of its own, of which none leaves a process or a temporary file. */
@NeedsDist
abstract class CommandTest {
    @TempDir
    Path directory;

    Sandbox sandbox;

    @BeforeEach
    void open() throws Exception {
        sandbox = new Sandbox(directory);
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        sandbox.close();
        assertThat(Sandbox.processes()).isEmpty();
        assertThat(sandbox.leftFiles()).isEmpty();
    }
}
