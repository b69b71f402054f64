package dev.adyton.enclave.launcher;

import com.google.protobuf.Message;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.protocol.BootRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How to start {@link FakeEnclaveMain}. */
final class FakeEnclaves {
    private static final List<EnclaveClassPath.Part> PARTS = List.of(
            new EnclaveClassPath.Part("tests", FakeEnclaveMain.class.getName()),
            new EnclaveClassPath.Part("launcher", DelimitedMessages.class.getName()),
            new EnclaveClassPath.Part("protocol", BootRequest.class.getName()),
            new EnclaveClassPath.Part("protobuf", Message.class.getName()));

    private FakeEnclaves() {}

    static LauncherOptions options(Path directory) {
        return new LauncherOptions(
                Path.of(System.getProperty("java.home")),
                EnclaveClassPath.find(PARTS, FakeEnclaves.class.getClassLoader()),
                Duration.ofSeconds(60),
                directory,
                directory.resolve("root"),
                Confinement.PROCESS,
                Confinement.PROCESS,
                0,
                Optional.empty(),
                PlatformChoice.SIMULATED);
    }
}
