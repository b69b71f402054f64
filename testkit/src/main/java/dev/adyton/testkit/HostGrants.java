package dev.adyton.testkit;

import dev.adyton.host.api.HostAccess;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.TestInstances;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds what a test class grants with {@link HostGrant}. */
final class HostGrants {
    private HostGrants() {}

    /** The grant of the innermost test class that has one, else none. */
    static HostAccess of(TestInstances instances) {
        for (var instance : instances.getAllInstances().reversed()) {
            var access = of(instance);
            if (access != null) {
                return access;
            }
        }
        return HostAccess.none();
    }

    private static @Nullable HostAccess of(Object instance) {
        var found = new ArrayList<@Nullable Object>();
        var type = instance.getClass();
        for (var field : AnnotationSupport.findAnnotatedFields(type, HostGrant.class)) {
            try {
                found.add(ReflectionSupport.tryToReadFieldValue(field, instance).get());
            } catch (Exception unreadable) {
                throw new ExtensionConfigurationException("@HostGrant on " + field, unreadable);
            }
        }
        for (var method :
                AnnotationSupport.findAnnotatedMethods(type, HostGrant.class, HierarchyTraversalMode.TOP_DOWN)) {
            found.add(ReflectionSupport.invokeMethod(method, instance));
        }
        if (found.size() > 1) {
            throw new ExtensionConfigurationException(
                    "@HostGrant in " + type.getName() + ": found " + found.size() + ", wanted one at most");
        }
        if (found.isEmpty()) {
            return null;
        }
        if (found.getFirst() instanceof HostAccess access) {
            return access;
        }
        throw new ExtensionConfigurationException("@HostGrant in " + type.getName() + ": found " + found.getFirst()
                + ", wanted a " + HostAccess.class.getSimpleName());
    }
}
