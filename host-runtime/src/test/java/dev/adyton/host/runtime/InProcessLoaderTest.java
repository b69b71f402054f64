package dev.adyton.host.runtime;

import static dev.adyton.host.runtime.probe.Calls.input;
import static dev.adyton.host.runtime.probe.Calls.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.host.api.spi.EnclaveLoader;
import org.junit.jupiter.api.Test;

class InProcessLoaderTest extends LocalBackendTest {
    private final InProcessLoader loader = new InProcessLoader();

    @Override
    EnclaveLoader loader() {
        return loader;
    }

    @Test
    void the_enclave_is_in_this_process_under_a_class_loader_of_its_own() {
        var here = ProcessHandle.current().pid();

        assertThat(word(load().enterAndRun(input("pid")))).isEqualTo(Long.toString(here));
        assertThat(loader.backend()).isEqualTo("in-process");
    }
}
