package dev.adyton.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Server and client in network namespaces of their own, with one cable between them: for the network, two machines. */
class TwoMachinesTest extends CommandTest {
    private static final String ID = String.valueOf(ProcessHandle.current().pid() % 100_000);
    private static final String SERVER = "adyton-s-" + ID;
    private static final String CLIENT = "adyton-c-" + ID;
    private static final String SERVER_END = "adys" + ID;
    private static final String CLIENT_END = "adyc" + ID;
    // Of a block that documents use and nobody has (RFC 5737).
    private static final String SERVER_ADDRESS = "198.51.100.1";
    private static final String CLIENT_ADDRESS = "198.51.100.2";
    private static final String LISTEN = SERVER_ADDRESS + ":4321";

    @BeforeEach
    void connect() throws Exception {
        try {
            var possible = ip("netns", "add", SERVER);
            assumeTrue(possible.exit() == 0, () -> "network namespaces cannot be made here: " + possible.err());
        } catch (IOException e) {
            assumeTrue(false, "network namespaces cannot be made here: " + e.getMessage());
        }
        for (var command : List.of(
                "netns add " + CLIENT,
                "link add " + SERVER_END + " netns " + SERVER + " type veth peer name " + CLIENT_END + " netns "
                        + CLIENT,
                "-n " + SERVER + " address add " + SERVER_ADDRESS + "/30 dev " + SERVER_END,
                "-n " + CLIENT + " address add " + CLIENT_ADDRESS + "/30 dev " + CLIENT_END,
                "-n " + SERVER + " link set " + SERVER_END + " up",
                "-n " + CLIENT + " link set " + CLIENT_END + " up",
                "-n " + SERVER + " link set lo up",
                "-n " + CLIENT + " link set lo up")) {
            var done = ip(command.split(" "));
            assertThat(done.exit()).as("ip %s%n%s", command, done.err()).isZero();
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        sandbox.close();
        try {
            // The cable goes with them.
            ip("netns", "delete", SERVER);
            ip("netns", "delete", CLIENT);
        } catch (IOException e) {
            assertThat(e).as("no ip command, so nothing was made").hasMessageContaining("ip");
        }
    }

    private Done ip(String... arguments) throws IOException, InterruptedException {
        return sandbox.start(
                        Stream.concat(Stream.of("ip"), Stream.of(arguments)).toArray(String[]::new))
                .await();
    }

    private Running adytonOn(String machine, String... arguments) throws IOException {
        return sandbox.start(Stream.concat(
                        Stream.of(
                                "ip",
                                "netns",
                                "exec",
                                machine,
                                Checkout.ROOT.resolve("adyton").toString()),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    private String file(String name) {
        return directory.resolve("home").resolve(name).toString();
    }

    @Test
    void a_client_enters_an_enclave_on_another_machine_with_its_certificate_and_not_without() throws Exception {
        assertThat(sandbox.adyton("credentials", "init", file("made"), "--host", SERVER_ADDRESS)
                        .exit())
                .isZero();
        var server = adytonOn(
                SERVER,
                "provision-server",
                "--listen",
                LISTEN,
                "--tls-cert",
                file("made/server.crt"),
                "--tls-key",
                file("made/server.key"),
                "--client-ca",
                file("made/ca.crt"));
        server.awaitOut(text -> text.contains("Provision server ready on " + LISTEN));

        var entered = adytonOn(
                        CLIENT,
                        "quickstart",
                        "--provision-server",
                        LISTEN,
                        "--ca",
                        file("made/ca.crt"),
                        "--cert",
                        file("made/client.crt"),
                        "--key",
                        file("made/client.key"))
                .await();
        assertThat(entered.exit()).as(entered.err()).isZero();
        assertThat(entered.out()).contains("Encrypted message:\n");

        var stranger = adytonOn(CLIENT, "quickstart", "--provision-server", LISTEN, "--ca", file("made/ca.crt"))
                .await();
        assertThat(stranger.exit()).isEqualTo(1);
        assertThat(stranger.err()).contains("did not accept this client", "UNAUTHENTICATED");
        var plain = adytonOn(CLIENT, "quickstart", "--provision-server", LISTEN).await();
        assertThat(plain.exit()).isEqualTo(1);
        assertThat(plain.err()).contains("no TLS, wanted TLS");

        server.terminate();
        var ended = server.await();
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).contains("certificate CN=client");
    }
}
