package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The Maven that runs this test, run once more, without network. It takes this build's plugin from a repository made for it, everything
 * else from the local repository of this build, and leaves neither changed.
 */
final class NestedMaven {
    /** Folders of the modules that the plugin and its users need; these have jars. */
    private static final List<String> MODULES = List.of("protocol", "image", "enclave-api", "maven-plugin");

    private static final Path CHECKOUT = Path.of("..");

    private final Path directory;
    private final Path settings;

    /** Prepares a repository in an empty directory; the test is skipped where that cannot be. */
    NestedMaven(Path directory) throws IOException {
        this.directory = directory;
        assumeThat(command()).as("Maven, whose home the build passes on").isExecutable();
        var built = directory.resolve("built");
        install(built, "adyton-parent", CHECKOUT);
        install(built, "adyton-bom", CHECKOUT.resolve("bom"));
        for (var module : MODULES) {
            install(built, "adyton-" + module, CHECKOUT.resolve(module));
        }
        settings = Files.writeString(directory.resolve("settings.xml"), settings(built));
    }

    /** The text with the version of this build for {@code @adyton@}, and that of its artifact X for {@code @X@}. */
    static String withVersions(String text) throws IOException {
        var root = Files.readString(CHECKOUT.resolve("pom.xml"));
        return Pattern.compile("@([a-z-]+)@")
                .matcher(text)
                .replaceAll(name -> name.group(1).equals("adyton") ? version() : managedVersion(root, name.group(1)));
    }

    private static String managedVersion(String pom, String artifactId) {
        var matcher = Pattern.compile("<artifactId>" + artifactId + "</artifactId>\\s*<version>([^<$]+)</version>")
                .matcher(pom);
        assertThat(matcher.find()).as("version of " + artifactId).isTrue();
        return matcher.group(1);
    }

    private static String version() {
        return System.getProperty("adyton.version", "unknown");
    }

    /** Runs goals in a project and expects them to succeed; returns what was printed. */
    String run(Path project, String... goals) throws IOException, InterruptedException {
        var output = directory.resolve("output.txt");
        var command = new ArrayList<>(List.of(command().toString(), "-B", "-o", "-e"));
        command.addAll(List.of("-s", settings.toString(), "-gs", settings.toString()));
        command.add("-Daether.offline.protocols=file");
        command.addAll(List.of(goals));
        var builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS", "JAZZER_FUZZ"));
        var process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        var printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    private static Path command() {
        var windows = System.getProperty("os.name").startsWith("Windows");
        return Path.of(System.getProperty("adyton.maven.home", "unknown"), "bin", windows ? "mvn.cmd" : "mvn");
    }

    private static void install(Path repository, String artifactId, Path module) throws IOException {
        var name = artifactId + "-" + version();
        var folder = Files.createDirectories(
                repository.resolve("dev/adyton").resolve(artifactId).resolve(version()));
        Files.copy(module.resolve("pom.xml"), folder.resolve(name + ".pom"));
        var jar = module.resolve("target").resolve(name + ".jar");
        if (MODULES.contains(module.getFileName().toString())) {
            assumeThat(jar).as("the jar that the phase package makes").isRegularFile();
            Files.copy(jar, folder.resolve(name + ".jar"));
        }
    }

    private String settings(Path built) {
        var local = Path.of(System.getProperty("adyton.maven.repository", "unknown"));
        var repository = """
                <id>built</id>
                <url>%s</url>
                <releases><enabled>false</enabled></releases>
                <snapshots><enabled>true</enabled></snapshots>
                """.formatted(built.toUri());
        return """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors>
                    <mirror><id>outer</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
                  </mirrors>
                  <profiles>
                    <profile>
                      <id>nested</id>
                      <repositories><repository>%s</repository></repositories>
                      <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>nested</activeProfile></activeProfiles>
                </settings>
                """.formatted(directory.resolve("repository"), local.toUri(), repository, repository);
    }
}
