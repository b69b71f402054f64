package dev.adyton.testkit.attack;

import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A provision server that was taken over: with one enclave, and for each process id that it reads it goes for that process. */
final class RelayProgram {
    /** Followed by how its enclave is confined. */
    static final String READY = "ready: ";

    static final String DONE = "done";

    private RelayProgram() {}

    /** @param arguments the directory of its image cache */
    static void main(String[] arguments) throws Throwable {
        var options = ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(Path.of(arguments[0]))
                .withWarm(0);
        try (var server = ProvisionServer.start(options);
                var victim = Victim.of(server.address().getPort());
                var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var client = victim.load();
            System.out.println(READY
                    + client.attestation()
                            .claims()
                            .orElseThrow()
                            .runtime()
                            .confinement()
                            .label());
            for (var process = in.readLine(); process != null; process = in.readLine()) {
                RelayIntruder.attack(Integer.parseInt(process)).forEach(System.out::println);
                System.out.println(DONE);
            }
            // The enclave has to be there still.
            System.out.println(Victim.run(client, "unharmed"));
        }
    }
}
