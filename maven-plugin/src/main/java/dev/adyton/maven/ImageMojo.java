package dev.adyton.maven;

import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.RepositorySystemSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes an enclave image, {@code target/NAME.enclave}, of the module's classes and the libraries that it needs at run time. The
 * same sources and dependencies give the same image, byte for byte, so anybody can build it again and compare the measurement.
 *
 * <p>Left out is what the enclave's runtime brings itself: Adyton's enclave API, gRPC, protobuf, and libraries that only these need.
 */
@Mojo(
        name = "image",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class ImageMojo extends AbstractMojo {
    /** The image's type as an artifact, and the file's extension. */
    static final String TYPE = "enclave";

    /** Name of the product, in the image and of the file: 1 to 128 characters of [A-Za-z0-9._-]. */
    @Parameter(property = "adyton.image.name", defaultValue = "${project.artifactId}", required = true)
    String name;

    /**
     * The class that implements TrustedApplication, with a public constructor without parameters. Needed only where the module has
     * none or several of them.
     */
    @Parameter(property = "adyton.image.applicationClass")
    @Nullable String applicationClass;

    /** The signer's number for this product, 0 to 65535. */
    @Parameter(property = "adyton.image.productId", defaultValue = "0")
    int productId;

    /** Security version: raise it when a fault is mended, never lower it; 0 to 65535. */
    @Parameter(property = "adyton.image.securityVersion", defaultValue = "0")
    int securityVersion;

    /**
     * Whether exception texts and stack traces reach the host. Not for production. An image that is not signed (goal {@code sign}) runs only with
     * this.
     */
    @Parameter(property = "adyton.image.debug", defaultValue = "false")
    boolean debug;

    /** Largest Java heap of the enclave: a whole number and KiB, MiB or GiB; 16 MiB to 64 GiB. */
    @Parameter(property = "adyton.image.memoryLimit", defaultValue = "256MiB", required = true)
    String memoryLimit;

    /** Most threads of the enclave, those of its JVM not counted; 1 to 4096. */
    @Parameter(property = "adyton.image.threadLimit", defaultValue = "256")
    int threadLimit;

    /** Largest message that the enclave takes in a call: a whole number and KiB, MiB or GiB; 1 KiB to 1 GiB. 64 MiB unless given. */
    @Parameter(property = "adyton.image.maxMessageSize")
    @Nullable String maxMessageSize;

    /** Whether to do nothing. */
    @Parameter(property = "adyton.image.skip", defaultValue = "false")
    boolean skip;

    /** Whether the image becomes an artifact of the module, of type {@code enclave}, that is installed and deployed with it. */
    @Parameter(property = "adyton.image.attach", defaultValue = "true")
    boolean attach;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    File outputDirectory;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    File classesDirectory;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    @Parameter(defaultValue = "${repositorySystemSession}", readonly = true, required = true)
    RepositorySystemSession repositorySession;

    @Parameter(defaultValue = "${reactorProjects}", readonly = true, required = true)
    List<MavenProject> reactorProjects;

    private final ProjectDependenciesResolver resolver;
    private final MavenProjectHelper projectHelper;

    /** Made by Maven. */
    @Inject
    public ImageMojo(ProjectDependenciesResolver resolver, MavenProjectHelper projectHelper) {
        this.resolver = resolver;
        this.projectHelper = projectHelper;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("No enclave image: skipped by configuration");
            return;
        }
        try {
            var image = image(new BundledArtifacts(resolver).of(project, repositorySession));
            var file = write(image);
            if (attach) {
                projectHelper.attachArtifact(project, TYPE, file.toFile());
            }
            getLog().info("Enclave image " + file + ": application "
                    + image.manifest().getApplicationClass() + ", "
                    + image.entries().size() + " entries, " + image.sizeBytes() + " bytes");
            getLog().info("Measurement " + image.measurement());
        } catch (DependencyResolutionException e) {
            throw new MojoExecutionException("Cannot find out which libraries the image needs: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new MojoExecutionException("Cannot build the enclave image: " + e.getMessage(), e);
        } catch (NoApplicationException | IllegalArgumentException e) {
            throw new MojoFailureException("Cannot build the enclave image: " + e.getMessage(), e);
        }
    }

    private EnclaveImage image(List<Artifact> libraries) throws IOException, NoApplicationException {
        var files = new ArrayList<Path>();
        for (var library : libraries) {
            if (library.getFile() == null) {
                throw new IOException("The file of " + library + " is not there; run at least the phase package");
            }
            files.add(library.getFile().toPath());
        }
        var builder = new ImageBuilder(manifest(applicationClass(files)));
        var classes = classesDirectory.toPath();
        var coordinates = new ArrayList<JarNames.Coordinates>();
        if (Files.isDirectory(classes)) {
            coordinates.add(coordinates(project.getArtifact()));
            files.addFirst(classes);
        }
        libraries.forEach(library -> coordinates.add(coordinates(library)));
        var names = JarNames.of(coordinates);
        for (int i = 0; i < names.size(); i++) {
            builder.addJar(names.get(i), content(files.get(i), coordinates.get(i)));
            getLog().debug("Image entry " + names.get(i) + ": " + files.get(i));
        }
        return builder.build();
    }

    private byte[] content(Path file, JarNames.Coordinates coordinates) throws IOException {
        if (Files.isDirectory(file)) {
            return ReproducibleJar.ofDirectory(file);
        }
        // A jar that this build made has the time of this build in it, unless its module is set up for reproducible
        // builds.
        var madeHere = reactorProjects.stream()
                .map(MavenProject::getArtifact)
                .anyMatch(made -> made.getGroupId().equals(coordinates.groupId())
                        && made.getArtifactId().equals(coordinates.artifactId())
                        && made.getBaseVersion().equals(coordinates.version()));
        return madeHere ? ReproducibleJar.ofJar(file) : Files.readAllBytes(file);
    }

    private String applicationClass(List<Path> libraries) throws IOException, NoApplicationException {
        var application = new ApplicationClass(new ClassFiles(classesDirectory.toPath(), List.copyOf(libraries)));
        if (applicationClass == null) {
            return application.search();
        }
        application.check(applicationClass);
        return applicationClass;
    }

    private ImageManifest manifest(String application) {
        return ImageManifest.newBuilder()
                .setFormatVersion(EnclaveImage.FORMAT_VERSION)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(application)
                .setName(name)
                .setProductId(productId)
                .setSecurityVersion(securityVersion)
                .setDebug(debug)
                .setMemoryLimitBytes(MemorySize.parse(memoryLimit))
                .setThreadLimit(threadLimit)
                .setMaxMessageBytes(maxMessageSize == null ? 0 : Math.toIntExact(MemorySize.parse(maxMessageSize)))
                .build();
    }

    private static JarNames.Coordinates coordinates(Artifact artifact) {
        var classifier = artifact.getClassifier();
        return new JarNames.Coordinates(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getBaseVersion(),
                classifier == null ? "" : classifier);
    }

    private Path write(EnclaveImage image) throws IOException {
        var file = Files.createDirectories(outputDirectory.toPath()).resolve(name + "." + TYPE);
        image.save(file);
        return file;
    }
}
