package dev.adyton.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the script {@code ./adyton} itself, in a checkout that looks like one and builds in no time. */
abstract class ScriptTest {
    @TempDir
    Path directory;

    FakeCheckout checkout;
    Path jdk25;

    @BeforeEach
    void checkout() throws Exception {
        checkout = new FakeCheckout(directory);
        jdk25 = checkout.jdk("25", "25.0.1");
    }
}
