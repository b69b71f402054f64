package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.runtime.SandboxLoader;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In processes that are confined by a system call filter alone. */
class SandboxExhaustionTest extends ExhaustionCases {
    @Override
    OpenBackend open() {
        assumeTrue(
                Backend.SANDBOX.unavailability().isEmpty(),
                () -> Backend.SANDBOX.unavailability().toString());
        return Backend.SANDBOX.open();
    }

    @Test
    void an_enclave_that_is_never_ready_is_given_up() {
        var options = LauncherOptions.defaults().withBootTimeout(Duration.ofSeconds(3));
        try (var impatient = new SandboxLoader(options);
                var manager = new EnclaveManager()) {
            var failure = catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> manager.load(EnclaveLoadConfig.of("mute", TestImage.debug(Mute.class)), impatient));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(failure.getStatus().getDescription()).startsWith("Enclave mute was not ready within 3000 ms");
        }
    }
}
