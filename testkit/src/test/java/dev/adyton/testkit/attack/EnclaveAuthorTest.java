package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.attestation.RuntimeClaims.Confinement;
import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.enclave.launcher.ImageClaims;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.testkit.LeakCheck;
import dev.adyton.testkit.TestImage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the code in an enclave process can get: evidence for what it is, and for nothing else. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class EnclaveAuthorTest {
    private static final EnclaveImage BURGLAR = TestImage.debug(Burglar.class);
    private static final String ATTESTER = "dev.adyton.attestation.Attester";

    @TempDir
    private Path directory;

    private ProcessLoader loader;
    private EnclaveManager manager;
    private EnclaveClient burglar;

    @BeforeEach
    void load() {
        loader = new ProcessLoader(LauncherOptions.defaults().withDirectory(directory));
        manager = new EnclaveManager();
        burglar = manager.load(EnclaveLoadConfig.of("an-honest-name", BURGLAR), loader);
    }

    @AfterEach
    void end() {
        try (var _ = loader) {
            manager.close();
        }
    }

    private String tries(String what, String with) throws Exception {
        return burglar.enterAndRun(EnclaveInput.newBuilder()
                        .addPayload(Any.pack(StringValue.of(what)))
                        .addPayload(Any.pack(StringValue.of(with)))
                        .build())
                .getPayload(0)
                .unpack(StringValue.class)
                .getValue();
    }

    @Test
    void the_standard_streams_lead_to_nobody() throws Exception {
        assertThat(tries("ask on the standard streams", "")).isEqualTo("read -1, Stream Closed, /dev/null, /dev/null");
        // Nobody has heard it: an enclave that asked out of turn would be gone.
        assertThat(burglar.attest().accepted()).isTrue();
    }

    @Test
    void the_runtime_is_not_among_the_classes_of_the_application() throws Exception {
        for (var name : new String[] {
            "dev.adyton.enclave.runtime.EnclaveMain",
            "dev.adyton.channel.AttestedChannel",
            ATTESTER,
            "dev.adyton.records.Records"
        }) {
            assertThat(tries("find class", name)).as(name).isEqualTo("not found");
        }
    }

    @Test
    void what_the_runtime_proves_itself_with_cannot_be_reached() {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, () -> tries("find", ATTESTER));
        assertThat(refusal.getStatus().getDescription()).contains("NoSuchElementException: " + ATTESTER);
    }

    @Test
    void an_enclave_that_claims_to_be_another_is_killed() throws Exception {
        var others = ImageClaims.of(Victim.WITNESS, Confinement.PROCESS).encode();
        try {
            assertThat(tries("claim to be another", HexFormat.of().formatHex(others.toByteArray())))
                    .isEqualTo("asked");
        } catch (StatusRuntimeException gone) {
            // Before its answer had left.
            assertThat(gone.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        var end = catchThrowableOfType(StatusRuntimeException.class, () -> {
            while (true) {
                tries("find class", "none");
            }
        });
        assertThat(end.getStatus().getDescription()).contains("signal 9");
    }

    @Test
    void no_socket_of_another_enclave_is_left_to_be_found() throws Exception {
        manager.load(EnclaveLoadConfig.of("other", Victim.WITNESS), loader);
        // Of each enclave's directory only the launcher's lock.
        assertThat(tries("list", directory.toString()).lines()).isNotEmpty().allMatch(file -> file.endsWith("/lock"));
    }

    /** Not as it should be, and said in the threat model: nothing confines the process, so it has its user's files. */
    @Test
    void an_unconfined_process_can_read_what_its_user_can() throws Exception {
        var key = SimulatedRoot.machineDirectory().resolve("root.pem");
        assertThat(tries("read", key.toString())).contains("PRIVATE KEY");
    }
}
