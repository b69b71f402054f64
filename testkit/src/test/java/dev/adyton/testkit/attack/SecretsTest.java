package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.simulated.SimulatedRoot;
import dev.adyton.credentials.Tokens;
import dev.adyton.host.remote.ProvisionCredentials;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerCredentials;
import dev.adyton.relay.ProvisionServerOptions;
import dev.adyton.testkit.LeakCheck;
import dev.adyton.testkit.TestCertificateAuthority;
import dev.adyton.testkit.TestImage;
import dev.adyton.testkit.peer.PeerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A whole session with every log of every process at its finest, with certificates, keys, tokens and secrets in all that is said. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class SecretsTest {
    private static final String LOOPBACK = "127.0.0.1";

    /** Enough of a key to be told; within one line of PEM. */
    private static final int KEY_PART_BYTES = 21;

    /** PKCS #8 (RFC 5958, RFC 8410, RFC 5915): what is before the key itself, and a little of that. */
    private static final int ED25519_BYTES = 48;

    private static final int ED25519_HEAD_BYTES = 18;
    private static final int EC_HEAD_BYTES = 36;

    @TempDir
    private Path directory;

    private final TestCertificateAuthority authority = TestCertificateAuthority.create("secrets");
    private final Map<String, Marker> secrets = new LinkedHashMap<>();

    @Test
    void no_log_file_or_command_line_has_a_key_a_token_or_a_word_of_what_was_said() throws Exception {
        var session = new TalkativeSession(TestImage.release(PeerApplication.class));
        var commands = new ArrayList<String>();
        List<String> lines;
        try (var log = CapturedLog.start();
                var server = server();
                var loader = loader(server)) {
            session.run(loader);
            commandLines(commands);
            lines = log.lines();
        }
        session.secrets().forEach(said -> secrets.put(said, Marker.of(said)));
        key("server's key", directory.resolve("server.key"));
        key("client's key", directory.resolve("client.key"));
        key("simulated root", SimulatedRoot.machineDirectory().resolve("root.pem"));

        assertThat(secrets).hasSize(14);
        assertThat(lines).as("what the processes had to say").hasSizeGreaterThan(5);
        assertThat(lines).anyMatch(line -> line.contains("vouched for by"));
        assertThat(commands).anyMatch(line -> line.contains("EnclaveMain"));
        secrets.forEach((name, secret) -> {
            assertThat(secret.formsIn(String.join("\n", lines)))
                    .as("%s in a log", name)
                    .isEmpty();
            assertThat(secret.formsIn(String.join("\n", commands)))
                    .as("%s on a command line or in an environment", name)
                    .isEmpty();
            assertThat(files(directory.resolve("storage")).stream()
                            .filter(file -> !secret.formsIn(content(file)).isEmpty()))
                    .as("files of the server with %s", name)
                    .isEmpty();
        });
    }

    /** Without this the test above might look in the wrong place. */
    @Test
    void a_secret_that_somebody_logs_is_found() throws Exception {
        var token = Tokens.generate(new SecureRandom());
        key("key", authority.server(LOOPBACK).writeKey(directory.resolve("some.key")));
        try (var log = CapturedLog.start()) {
            var logger = System.getLogger("dev.adyton.somewhere.deep");
            logger.log(Level.TRACE, "the token is {0}", token);
            logger.log(Level.TRACE, "failed", new IOException(Files.readString(directory.resolve("some.key"))));
            var all = String.join("\n", log.lines());
            assertThat(Marker.of(token).formsIn(all)).containsExactly("raw");
            assertThat(secrets.get("key").formsIn(all)).contains("Base64 at 0");
        }
    }

    private ProvisionServer server() throws IOException {
        var own = authority.server(LOOPBACK);
        var token = Tokens.generate(new SecureRandom());
        secrets.put("token", Marker.of(token));
        write("token", token);
        var tokens = write("tokens", Tokens.line("alice", token, Optional.empty()));
        return ProvisionServer.start(ProvisionServerOptions.defaults()
                .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withStorage(directory.resolve("storage"))
                .withCredentials(ProvisionServerCredentials.tls(
                                own.writeChain(directory.resolve("server.crt")),
                                own.writeKey(directory.resolve("server.key")))
                        .withClientAuthorities(authority.writeCertificate(directory.resolve("ca.crt")))
                        .withTokens(tokens)));
    }

    private Path write(String name, String text) throws IOException {
        var file = Files.createFile(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private RemoteLoader loader(ProvisionServer server) {
        var own = authority.client("alice");
        var credentials = ProvisionCredentials.tls(directory.resolve("ca.crt"))
                .withCertificate(
                        own.writeChain(directory.resolve("client.crt")), own.writeKey(directory.resolve("client.key")))
                .withToken(directory.resolve("token"));
        return new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(
                RemoteProvision.server(LOOPBACK, server.address().getPort(), credentials))));
    }

    /** A part of the first key in a PEM file, from behind what says which kind of key it is. */
    private void key(String name, Path file) throws IOException {
        var body = Files.readAllLines(file).stream()
                .skip(1)
                .takeWhile(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
        var key = Base64.getDecoder().decode(body);
        // A multiple of three, so that its Base64 is a part of the file's.
        int from = key.length <= ED25519_BYTES ? ED25519_HEAD_BYTES : EC_HEAD_BYTES;
        secrets.put(name, Marker.of(Arrays.copyOfRange(key, from, from + KEY_PART_BYTES)));
    }

    /** Of all processes below this one, with their environments. */
    private static void commandLines(List<String> into) throws IOException {
        for (var process : ProcessHandle.current().descendants().toList()) {
            for (var file : new String[] {"cmdline", "environ"}) {
                var path = Path.of("/proc", String.valueOf(process.pid()), file);
                if (Files.isReadable(path)) {
                    into.add(Files.readString(path, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    private static List<Path> files(Path directory) {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
