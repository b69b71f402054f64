package dev.adyton.enclave.runtime;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** An image's application: the one instance of its class, and the class loader that it came from. */
record LoadedApplication(EnclaveImage image, ImageClassLoader loader, TrustedApplication application) {
    /**
     * Reads the image's jars and makes the instance.
     *
     * @param log for what the application's own code throws
     * @param logger whose log lines those are
     * @throws StatusException INVALID_ARGUMENT when jars or class cannot be used or the image may not be run, INTERNAL when the constructor failed
     */
    static LoadedApplication load(EnclaveImage image, LogSink log, String logger) throws StatusException {
        var problem = image.launchProblem();
        if (problem.isPresent()) {
            throw Status.INVALID_ARGUMENT.withDescription(problem.get()).asException();
        }
        ImageClassLoader loader;
        try {
            loader = ImageClassLoader.of(image);
        } catch (IOException e) {
            throw unusable("jar " + e.getMessage(), e);
        }
        try (var _ = ApplicationThread.enter(loader)) {
            var constructor = constructor(image.manifest().getApplicationClass(), loader);
            return new LoadedApplication(image, loader, constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw constructorFailed(image, e.getCause() == null ? e : e.getCause(), log, logger);
        } catch (ExceptionInInitializerError e) {
            throw constructorFailed(image, e, log, logger);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw unusable("application class " + image.manifest().getApplicationClass() + ": " + e, e);
        }
    }

    private static Constructor<? extends TrustedApplication> constructor(String name, ImageClassLoader loader)
            throws StatusException {
        Class<? extends TrustedApplication> type;
        try {
            type = Class.forName(name, false, loader).asSubclass(TrustedApplication.class);
        } catch (ClassNotFoundException e) {
            throw unusable("application class " + e.getMessage(), e);
        } catch (ClassCastException e) {
            throw unusable(
                    "application class " + name + " does not implement " + TrustedApplication.class.getName(), e);
        }
        int modifiers = type.getModifiers();
        if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers)) {
            throw unusable("application class " + name + " is " + kind(modifiers) + ", wanted a public class", null);
        }
        try {
            return type.getConstructor();
        } catch (NoSuchMethodException e) {
            throw unusable("application class " + name + " has no public constructor without parameters", e);
        }
    }

    private static String kind(int modifiers) {
        return Modifier.isInterface(modifiers)
                ? "an interface"
                : Modifier.isAbstract(modifiers) ? "abstract" : "not public";
    }

    private static StatusException constructorFailed(EnclaveImage image, Throwable thrown, LogSink log, String logger) {
        var name = image.manifest().getApplicationClass();
        log.log(Level.ERROR, logger, "the constructor of " + name + " failed", thrown);
        return Status.INTERNAL
                .withDescription("the constructor of " + name + " failed"
                        + (image.manifest().getDebug() ? ": " + thrown : "; the enclave's log says why"))
                .asException();
    }

    private static StatusException unusable(String found, @Nullable Throwable cause) {
        return Status.INVALID_ARGUMENT
                .withDescription("image: " + found)
                .withCause(cause)
                .asException();
    }
}
