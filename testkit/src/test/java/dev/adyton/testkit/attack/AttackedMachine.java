package dev.adyton.testkit.attack;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.testkit.TestImage;
import dev.adyton.testkit.attack.inside.Attack;
import dev.adyton.testkit.attack.inside.Attacker;
import dev.adyton.testkit.attack.inside.AttacksGrpc;
import dev.adyton.testkit.attack.inside.AttacksGrpc.AttacksBlockingStub;
import dev.adyton.testkit.attack.inside.ListRequest;
import dev.adyton.testkit.attack.inside.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A machine on which an enclave runs that attacks it.
 *
 * @param machine what there is to be had
 * @param manager of the one enclave
 * @param attacks what the enclave is asked to try
 * @param end closes the loader
 */
record AttackedMachine(Machine machine, EnclaveManager manager, AttacksBlockingStub attacks, Runnable end)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Lays it out and loads the enclave.
     *
     * @param directory an empty one
     * @param end closes the loader
     */
    static AttackedMachine in(Path directory, EnclaveLoader loader, Runnable end) throws IOException {
        var manager = new EnclaveManager();
        var attacker = manager.load(EnclaveLoadConfig.of("attacker", TestImage.debug(Attacker.class)), loader);
        return new AttackedMachine(
                Machine.in(directory), manager, AttacksGrpc.newBlockingStub(attacker.channel()), end);
    }

    /** What comes of this attempt. */
    Outcome tries(String attempt) throws IOException {
        return attacks.withDeadlineAfter(PATIENCE)
                .try_(Attack.newBuilder()
                        .setName(attempt)
                        .setScene(machine.scene())
                        .build());
    }

    /** The names of all attempts. */
    List<String> attempts() {
        return attacks.list(ListRequest.getDefaultInstance()).getNamesList();
    }

    @Override
    public void close() throws IOException {
        try (machine) {
            manager.close();
            end.run();
        }
    }
}
