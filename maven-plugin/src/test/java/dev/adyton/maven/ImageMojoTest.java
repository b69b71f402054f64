package dev.adyton.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.graph.DefaultDependencyNode;
import org.eclipse.aether.graph.Dependency;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageMojoTest {
    @TempDir
    Path directory;

    private final DefaultDependencyNode graph = new DefaultDependencyNode((Dependency) null);
    private final FakeProjectHelper helper = new FakeProjectHelper();
    private final MavenProject project = new MavenProject();
    private final Set<Artifact> artifacts = new LinkedHashSet<>();
    private final ImageMojo mojo = new ImageMojo(new FakeResolver(graph), helper);

    @BeforeEach
    void configure() throws IOException {
        new Sources().addApplication("Vault").compileTo(directory.resolve("classes"));
        project.setArtifact(artifact("com.example", "vault", "1", Artifact.SCOPE_COMPILE));
        project.setArtifacts(artifacts);
        mojo.setLog(new SystemStreamLog());
        mojo.name = "vault";
        mojo.memoryLimit = "256MiB";
        mojo.threadLimit = 256;
        mojo.attach = true;
        mojo.classesDirectory = directory.resolve("classes").toFile();
        mojo.outputDirectory = directory.resolve("target").toFile();
        mojo.project = project;
        mojo.repositorySession = new DefaultRepositorySystemSession();
        mojo.reactorProjects = List.of(project);
    }

    @Test
    void the_image_holds_the_modules_classes_and_its_settings() throws Exception {
        mojo.productId = 7;
        mojo.securityVersion = 3;
        mojo.debug = true;

        mojo.execute();

        var image = built();
        assertThat(image.manifest())
                .isEqualTo(ImageManifest.newBuilder()
                        .setFormatVersion(1)
                        .setKind(ImageKind.IMAGE_KIND_JAVA)
                        .setApplicationClass("com.example.Vault")
                        .setName("vault")
                        .setProductId(7)
                        .setSecurityVersion(3)
                        .setDebug(true)
                        .setMemoryLimitBytes(256L << 20)
                        .setThreadLimit(256)
                        .build());
        assertThat(image.content("lib/vault-1.jar"))
                .isEqualTo(ByteBuffer.wrap(ReproducibleJar.ofDirectory(directory.resolve("classes"))));
        assertThat(helper.attached).containsExactly("enclave vault.enclave");
        assertThat(directory.resolve("target"))
                .isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    @Test
    void libraries_for_run_time_that_are_reached_go_in_byte_for_byte() throws Exception {
        var jar = library("org.example", "tink", Artifact.SCOPE_COMPILE, true);
        library("org.example", "driver", Artifact.SCOPE_RUNTIME, true);
        library("io.grpc", "grpc-core", Artifact.SCOPE_COMPILE, false);
        library("org.example", "servlet", Artifact.SCOPE_PROVIDED, true);
        library("org.example", "mock", Artifact.SCOPE_TEST, true);

        mojo.execute();

        assertThat(built().entries())
                .extracting(EnclaveImage.Entry::path)
                .containsExactly("manifest.pb", "lib/driver-1.jar", "lib/tink-1.jar", "lib/vault-1.jar");
        assertThat(built().content("lib/tink-1.jar")).isEqualTo(ByteBuffer.wrap(Files.readAllBytes(jar)));
    }

    @Test
    void a_library_without_a_file_is_named() throws IOException {
        library("org.example", "tink", Artifact.SCOPE_COMPILE, true);
        artifacts.iterator().next().setFile(null);

        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining("The file of org.example:tink:jar:1:compile is not there");
    }

    @Test
    void a_library_that_is_no_jar_is_named() throws IOException {
        var jar = library("org.example", "tink", Artifact.SCOPE_COMPILE, true);
        Files.writeString(jar, "something else");

        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(mojo::execute)
                .withMessageStartingWith("Cannot build the enclave image: " + jar + " is no jar: ");
    }

    @Test
    void a_configured_application_is_taken_where_several_could_be() throws Exception {
        new Sources().addApplication("Casino").compileTo(directory.resolve("classes"));
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining("Found 2 application classes: com.example.Casino, com.example.Vault");

        mojo.applicationClass = "com.example.Casino";
        mojo.execute();

        assertThat(built().manifest().getApplicationClass()).isEqualTo("com.example.Casino");
    }

    @Test
    void a_setting_outside_its_limits_fails_the_build_with_what_is_allowed() {
        mojo.memoryLimit = "1MiB";
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(mojo::execute)
                .withMessage(
                        "Cannot build the enclave image: Manifest: memory_limit_bytes is 1048576, allowed are 16777216 "
                                + "to 68719476736");
        mojo.memoryLimit = "lots";
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(mojo::execute)
                .withMessageContaining("'lots' is no memory size");
        assertThat(directory.resolve("target")).doesNotExist();
    }

    @Test
    void nothing_happens_when_skipped() throws Exception {
        mojo.skip = true;
        mojo.execute();
        assertThat(directory.resolve("target")).doesNotExist();
    }

    @Test
    void without_attach_the_image_is_only_a_file() throws Exception {
        mojo.attach = false;
        mojo.execute();
        assertThat(directory.resolve("target/vault.enclave")).isRegularFile();
        assertThat(helper.attached).isEmpty();
    }

    @Test
    void building_again_replaces_the_image() throws Exception {
        mojo.execute();
        var first = built().measurement();
        mojo.securityVersion = 1;
        mojo.execute();
        assertThat(built().measurement()).isNotEqualTo(first);
    }

    private EnclaveImage built() throws IOException {
        return EnclaveImage.read(directory.resolve("target/vault.enclave"));
    }

    private Path library(String group, String name, String scope, boolean reached) throws IOException {
        var files = Files.createDirectories(directory.resolve(name));
        Files.writeString(files.resolve("name.txt"), name);
        var jar = Files.write(directory.resolve(name + ".jar"), ReproducibleJar.ofDirectory(files));
        var artifact = artifact(group, name, "1", scope);
        artifact.setFile(jar.toFile());
        artifacts.add(artifact);
        if (reached) {
            var coordinates = new org.eclipse.aether.artifact.DefaultArtifact(group, name, "jar", "1");
            graph.setChildren(join(graph.getChildren(), new DefaultDependencyNode(new Dependency(coordinates, scope))));
        }
        return jar;
    }

    private static <T> List<T> join(List<? extends T> some, T last) {
        var all = new ArrayList<T>(some);
        all.add(last);
        return all;
    }

    private static Artifact artifact(String group, String name, String version, String scope) {
        var handler = new DefaultArtifactHandler("jar");
        handler.setAddedToClasspath(true);
        return new DefaultArtifact(group, name, version, scope, "jar", null, handler);
    }
}
