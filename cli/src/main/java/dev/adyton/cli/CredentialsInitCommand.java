package dev.adyton.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton credentials init}. */
@Command(
        name = "init",
        header = "Makes a private certificate authority, and certificates of a server and of clients, for a first try.",
        description = {
            "",
            "Writes NAME.crt and NAME.key for ca, server and each client, readable by their owner only; nothing that is there is overwritten."
                    + " The server needs ca.crt, server.crt and server.key, a client ca.crt and its own two. Keep ca.key off both machines,"
                    + " or delete it: whoever has it can be any client."
        })
final class CredentialsInitCommand implements Callable<Integer> {
    private static final String CA = "ca";
    private static final String SERVER = "server";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?" + "(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where to put them; made for its owner only.")
    private Path directory;

    @Option(
            names = "--host",
            paramLabel = "NAME_OR_IP",
            description = "A name or address by which clients reach the server; may be repeated."
                    + " localhost, 127.0.0.1 and ::1 are always among them.")
    private List<String> hosts = List.of();

    @Option(
            names = "--client",
            paramLabel = "NAME",
            defaultValue = "client",
            description = "Name of a client; may be repeated. Default: ${DEFAULT-VALUE}.")
    private List<String> clients;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long the certificates are valid. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Override
    public Integer call() throws IOException {
        var alternativeNames = alternativeNames();
        requireSense();
        var names = Stream.concat(Stream.of(CA, SERVER), clients.stream()).toList();
        requireNew(names);
        PrivateFiles.createDirectory(directory);
        try (var keytool = new Keytool(directory)) {
            keytool.generate(
                    CA,
                    "Adyton private CA",
                    days,
                    List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign,cRLSign"));
            keytool.generate(SERVER, "provision server", days, leaf("serverAuth", "-ext", "san=" + alternativeNames));
            for (var client : clients) {
                keytool.generate(client, client, days, leaf("clientAuth"));
            }
            for (var name : names) {
                PrivateFiles.create(directory.resolve(name + ".key"), keytool.key(name));
                PrivateFiles.create(directory.resolve(name + ".crt"), keytool.certificate(name));
            }
        }
        var out = spec.commandLine().getOut();
        out.println("Certificates and keys written to " + directory + ": " + String.join(", ", names));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static List<String> leaf(String usage, String... more) {
        var arguments =
                new ArrayList<>(List.of("-signer", CA, "-ext", "ku:c=digitalSignature", "-ext", "eku=" + usage));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private String alternativeNames() {
        var all = new LinkedHashSet<>(List.of("dns:localhost", "ip:127.0.0.1", "ip:::1"));
        hosts.forEach(host -> all.add(alternativeName(host)));
        return all.stream().collect(Collectors.joining(","));
    }

    private String alternativeName(String host) {
        try {
            return "ip:" + InetAddress.ofLiteral(host).getHostAddress();
        } catch (IllegalArgumentException e) {
            if (HOST.matcher(host).matches()) {
                return "dns:" + host;
            }
            throw new ParameterException(
                    spec.commandLine(),
                    "--host: found \"" + host + "\", wanted the name of a host or an IP address",
                    e);
        }
    }

    private void requireSense() {
        for (var client : clients) {
            if (!NAME.matcher(client).matches() || client.equals(CA) || client.equals(SERVER)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--client: found \"" + client
                                + "\", wanted 1 to 64 characters of [A-Za-z0-9._-], but not ca or server");
            }
        }
        if (new LinkedHashSet<>(clients).size() != clients.size()) {
            throw new ParameterException(spec.commandLine(), "--client: found a name twice, wanted each once");
        }
        if (days < 1 || days > 3650) {
            throw new ParameterException(spec.commandLine(), "--days: found " + days + ", wanted 1 to 3650");
        }
    }

    /** Before the first is written: half of two authorities would be of no use. */
    private void requireNew(List<String> names) throws IOException {
        for (var name : names) {
            for (var file : List.of(directory.resolve(name + ".crt"), directory.resolve(name + ".key"))) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(file + ": found it there already, wanted a directory without");
                }
            }
        }
    }
}
