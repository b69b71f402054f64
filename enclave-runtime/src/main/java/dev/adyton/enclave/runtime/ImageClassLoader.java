package dev.adyton.enclave.runtime;

import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Loads an application from the jars of its image, in memory. A class is looked for in exactly one place:
 *
 * <ol>
 *   <li>packages of the Java platform: there;
 *   <li>{@link SharedPackages}: the runtime's own;
 *   <li>all others: the image's jars, in the order of the image. So the application's own version of a library is the one it gets,
 *       and of the runtime's insides it sees nothing.
 * </ol>
 *
 * <p>Resources come from the image, then from the platform. Parallel capable.
 */
final class ImageClassLoader extends ClassLoader implements AutoCloseable {
    static {
        registerAsParallelCapable();
    }

    private static final String CLASS = ".class";

    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
    private final ClassLoader runtime = runtimeLoader();
    private final ConcurrentHashMap<ImageJar, ProtectionDomain> domains = new ConcurrentHashMap<>();
    private final ImageUrls urls;
    private volatile List<ImageJar> jars;

    private ImageClassLoader(String imageName, List<ImageJar> jars) {
        super("enclave", ClassLoader.getPlatformClassLoader());
        this.jars = jars;
        this.urls = new ImageUrls(imageName, this);
    }

    /**
     * Reads the directories of all jars.
     *
     * @throws IOException naming the jar that cannot be used, what was found and what was wanted
     */
    static ImageClassLoader of(EnclaveImage image) throws IOException {
        var budget = new JarBudget();
        var jars = new ArrayList<ImageJar>();
        for (var entry : image.entries()) {
            if (entry.path().startsWith(EnclaveImage.JAR_DIRECTORY)) {
                jars.add(ImageJar.open(entry.path(), image.content(entry.path()), budget));
            }
        }
        return new ImageClassLoader(image.manifest().getName(), List.copyOf(jars));
    }

    /** Lets go of the image. What is loaded goes on; what is not cannot be any more. */
    @Override
    public void close() {
        jars = List.of();
    }

    List<ImageJar> jars() {
        return jars;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || PlatformPackages.contains(SharedPackages.packageOf(name))) {
            return platform.loadClass(name);
        }
        if (SharedPackages.containClass(name)) {
            return runtime.loadClass(name);
        }
        synchronized (getClassLoadingLock(name)) {
            var loaded = findLoadedClass(name);
            var result = loaded != null ? loaded : findClass(name);
            if (resolve) {
                resolveClass(result);
            }
            return result;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var file = name.replace('.', '/') + CLASS;
        for (var jar : jars) {
            var entry = jar.find(file);
            if (entry != null) {
                return define(name, jar, entry);
            }
        }
        throw new ClassNotFoundException(name + " is not in the image" + (jars.isEmpty() ? ", which is closed" : ""));
    }

    private Class<?> define(String name, ImageJar jar, JarEntry entry) throws ClassNotFoundException {
        byte[] bytes;
        try {
            bytes = jar.read(entry);
        } catch (IOException e) {
            throw new ClassNotFoundException(e.getMessage(), e);
        }
        var domain = domain(jar);
        ImagePackage.define(
                SharedPackages.packageOf(name),
                jar.manifest(),
                domain.getCodeSource().getLocation(),
                this);
        return defineClass(name, bytes, 0, bytes.length, domain);
    }

    private ProtectionDomain domain(ImageJar jar) {
        return domains.computeIfAbsent(
                jar,
                key -> new ProtectionDomain(new CodeSource(urls.ofJar(key), (CodeSigner[]) null), null, this, null));
    }

    /** For {@link ImagePackage}: the method is protected. */
    @Nullable Package packageNamed(String name) {
        return getDefinedPackage(name);
    }

    /** For {@link ImagePackage}: the method is protected. */
    void newPackage(String name, ImagePackage.Titles titles, @Nullable URL sealBase) {
        definePackage(
                name,
                titles.specificationTitle(),
                titles.specificationVersion(),
                titles.specificationVendor(),
                titles.implementationTitle(),
                titles.implementationVersion(),
                titles.implementationVendor(),
                sealBase);
    }

    @Override
    public @Nullable URL getResource(String name) {
        var own = findResource(name);
        if (own != null) {
            return own;
        }
        return isSharedClassFile(name) ? runtime.getResource(name) : platform.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        var all = new ArrayList<URL>(Collections.list(findResources(name)));
        var others = isSharedClassFile(name) ? runtime.getResources(name) : platform.getResources(name);
        all.addAll(Collections.list(others));
        return Collections.enumeration(all);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        var all = findResources(name);
        return all.hasMoreElements() ? all.nextElement() : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        var found = new ArrayList<URL>();
        if (!isSharedClassFile(name)) {
            for (var jar : jars) {
                var entry = jar.find(name);
                if (entry != null) {
                    found.add(urls.ofFile(jar, entry));
                }
            }
        }
        return Collections.enumeration(found);
    }

    private static boolean isSharedClassFile(String name) {
        return name.endsWith(CLASS)
                && SharedPackages.containClass(
                        name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
    }

    private static ClassLoader runtimeLoader() {
        var loader = ImageClassLoader.class.getClassLoader();
        return loader != null ? loader : ClassLoader.getSystemClassLoader();
    }
}
