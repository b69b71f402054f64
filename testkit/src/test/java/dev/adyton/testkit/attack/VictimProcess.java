package dev.adyton.testkit.attack;

import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.runtime.ProcessLoader;
import java.nio.file.Path;

/** A program that has one enclave, until its standard input ends. */
final class VictimProcess {
    static final String LOADED = "loaded";
    static final String UNCONFINED = "unconfined";

    private VictimProcess() {}

    /** @param arguments the name of a {@link Level} or {@link #UNCONFINED}, and a directory for the enclave */
    static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[1]);
        if (arguments[0].equals(UNCONFINED)) {
            try (var loader = new ProcessLoader(LauncherOptions.defaults().withDirectory(directory))) {
                serve(loader);
            }
        } else {
            try (var loader = Level.valueOf(arguments[0]).loader(directory)) {
                serve(loader);
            }
        }
    }

    private static void serve(EnclaveLoader loader) throws Exception {
        try (var manager = new EnclaveManager()) {
            var client = manager.load(EnclaveLoadConfig.of("victim", Victim.WITNESS), loader);
            System.out.println(LOADED);
            System.in.transferTo(System.err);
            // The enclave has to be there still.
            System.out.println(Victim.run(client, "unharmed"));
        }
    }
}
