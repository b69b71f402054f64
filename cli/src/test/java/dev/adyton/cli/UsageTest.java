package dev.adyton.cli;

import static dev.adyton.cli.Ran.adyton;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
    @Test
    void help_lists_every_command_and_the_exit_codes() {
        var ran = adyton("--help");
        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("quickstart", "circles", "provision-server", "image", "policy", "prepare", "doctor", "help")
                .containsPattern("0 +done")
                .containsPattern("1 +failed")
                .containsPattern("2 +bad usage")
                .containsPattern("3 +refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "provision-server",
                "credentials",
                "credentials init",
                "credentials token",
                "image",
                "image inspect",
                "image keygen",
                "image sign",
                "image verify",
                "policy",
                "policy check",
                "policy from-image",
                "evidence",
                "evidence inspect",
                "evidence verify",
                "collateral",
                "collateral fetch",
                "prepare",
                "doctor"
            })
    void the_help_command_tells_the_same_as_the_option(String command) {
        var names = List.of(command.split(" "));
        var asked = adyton(Stream.concat(Stream.of("help"), names.stream()).toArray(String[]::new));
        var option = adyton(Stream.concat(names.stream(), Stream.of("--help")).toArray(String[]::new));
        assertThat(asked).isEqualTo(option);
        assertThat(asked.exit()).isZero();
        assertThat(asked.out()).contains("Usage: adyton " + command, "Exit codes:");
    }

    @Test
    void the_version_is_that_of_the_build() {
        var ran = adyton("--version");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).matches("adyton \\d+\\.\\d+\\.\\d+.*\\R");
    }

    static Stream<List<String>> bad_usage() {
        return Stream.of(
                List.of(),
                List.of("image"),
                List.of("image", "inspect"),
                List.of("image", "keygen"),
                List.of("image", "keygen", "--algorithm", "rsa", "key"),
                List.of("image", "sign", "vault.enclave"),
                List.of("image", "sign", "--key", "key"),
                List.of("image", "sign", "--key", "key", "--signature", "signature", "vault.enclave"),
                List.of("image", "verify"),
                List.of("image", "verify", "--signer", "nonsense", "vault.enclave"),
                List.of("policy"),
                List.of("policy", "check", "policy.json"),
                List.of("policy", "check", "--at", "yesterday", "policy.json", "evidence.json"),
                List.of("policy", "check", "--simulated-root", "12", "policy.json", "evidence.json"),
                List.of("policy", "from-image"),
                List.of("policy", "from-image", "vault.enclave", "--hardware"),
                List.of("evidence"),
                List.of("evidence", "inspect"),
                List.of("evidence", "verify", "quote.bin"),
                List.of("evidence", "verify", "quote.bin", "--policy", "policy.json", "--at", "yesterday"),
                List.of("nonsense"),
                List.of("--nonsense"),
                List.of("help", "nonsense"),
                List.of("quickstart", "extra"),
                List.of("circles", "extra"),
                List.of("circles", "--port", "-1"),
                List.of("circles", "--circles", "0"),
                List.of("circles", "--backend", "in-process", "--provision", "local"),
                List.of("circles", "--provision-server", "127.0.0.1:0"),
                List.of("quickstart", "--message"),
                List.of("quickstart", "--message", ""),
                List.of("quickstart", "--backend", "nonsense"),
                List.of("quickstart", "--require-sandbox", "process"),
                List.of("quickstart", "--require-sandbox", "seccomp", "--backend", "process"),
                List.of("circles", "--require-sandbox", "namespaces", "--backend", "in-process"),
                List.of("provision-server", "--require-sandbox", "all"),
                List.of("provision-server", "--warm", "-1"),
                List.of("provision-server", "--warm", "65"),
                List.of("quickstart", "--provision", "nonsense"),
                List.of("quickstart", "--provision-server", "nonsense"),
                List.of("quickstart", "--provision-server", "127.0.0.1:0"),
                List.of("quickstart", "--backend", "process", "--provision", "local"),
                List.of("quickstart", "--backend", "in-process", "--provision-server", "127.0.0.1:4321"),
                List.of("quickstart", "--provision", "local", "--provision-server", "127.0.0.1:4321"),
                List.of("quickstart", "--security-type", "nonsense", "--provision-server", "127.0.0.1:4321"),
                List.of("quickstart", "--ca", "ca.crt"),
                List.of("quickstart", "--token-file", "token", "--backend", "process"),
                List.of("quickstart", "--provision-server", "127.0.0.1:4321", "--cert", "client.crt"),
                List.of("quickstart", "--provision-server", "127.0.0.1:4321", "--key", "client.key"),
                List.of(
                        "quickstart",
                        "--provision-server",
                        "127.0.0.1:4321",
                        "--security-type",
                        "local",
                        "--ca",
                        "ca.crt"),
                List.of("quickstart", "--provision-server", "127.0.0.1:4321", "--insecure-plaintext", "--ca", "ca.crt"),
                List.of(
                        "quickstart",
                        "--provision-server",
                        "127.0.0.1:4321",
                        "--insecure-plaintext",
                        "--token-file",
                        "t"),
                List.of("doctor", "--ca", "ca.crt"),
                List.of("collateral"),
                List.of("collateral", "fetch"),
                List.of("collateral", "fetch", "quote", "--pccs", "https://a", "--pcs", "https://b"),
                List.of("collateral", "fetch", "quote", "--pccs", "https://a", "--root-crl", "https://b"),
                List.of("collateral", "fetch", "quote", "--kds", "ftp://a"),
                List.of("collateral", "fetch", "quote", "--pcs", "nonsense"),
                List.of("collateral", "fetch", "quote", "--proxy", "nonsense"),
                List.of("provision-server", "--platform", "sgx-epid"),
                List.of("doctor", "--ca", "ca.crt", "--cert", "client.crt", "--provision-server", "127.0.0.1:4321"),
                List.of("credentials"),
                List.of("credentials", "init"),
                List.of("credentials", "init", "made", "--host", "two words"),
                List.of("credentials", "init", "made", "--host", "*.example.org"),
                List.of("credentials", "init", "made", "--client", "server"),
                List.of("credentials", "init", "made", "--client", "a", "--client", "a"),
                List.of("credentials", "init", "made", "--client", "CN=a,O=b"),
                List.of("credentials", "init", "made", "--days", "0"),
                List.of("credentials", "token"),
                List.of("credentials", "token", "two words"),
                List.of("credentials", "token", "alice", "--expires", "soon"),
                List.of("provision-server", "--security-type", "nonsense"),
                List.of("provision-server", "--security-type", "ssl"),
                List.of("provision-server", "--security-type", "local", "--tls-cert", "a", "--tls-key", "b"),
                List.of(
                        "provision-server",
                        "--security-type",
                        "local",
                        "--listen",
                        "0.0.0.0:0",
                        "--insecure-no-authentication"),
                List.of("provision-server", "--listen", "0.0.0.0:0"),
                List.of("provision-server", "--listen", "0.0.0.0:0", "--tokens", "tokens"),
                List.of(
                        "provision-server",
                        "--listen",
                        "0.0.0.0:0",
                        "--tokens",
                        "tokens",
                        "--insecure-no-authentication"),
                List.of("provision-server", "--tls-cert", "a"),
                List.of("provision-server", "--tls-key", "a"),
                List.of("provision-server", "--client-ca", "a"),
                List.of("provision-server", "--max-cache-per-client", "0"),
                List.of("provision-server", "--listen", "4321"),
                List.of("provision-server", "--max-enclaves", "0"),
                List.of("provision-server", "--max-enclaves", "many"),
                List.of("provision-server", "--max-image-size", "1TB"),
                List.of("provision-server", "--detached-lifetime", "0s"));
    }

    @ParameterizedTest
    @MethodSource
    void bad_usage(List<String> args) {
        var ran = adyton(args.toArray(String[]::new));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).matches("adyton: \\S.* \\(see `adyton.* --help`\\)\\R");
    }

    @Test
    void a_mistyped_command_brings_the_nearest_one() {
        assertThat(adyton("quikstart").err()).contains("found \"quikstart\"", "did you mean", "quickstart");
    }

    @Test
    void a_message_that_is_too_long_is_told_in_bytes() {
        // One character, three bytes.
        var ran = adyton("quickstart", "--message", "\u20ac".repeat(21_846));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains("found 65538 bytes", "allowed 1 to 65536")
                .hasLineCount(1);
    }
}
