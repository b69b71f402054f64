package dev.adyton.enclave.runtime;

import java.util.HashSet;
import java.util.Set;

/**
 * The packages of the Java platform, which an image cannot replace, as no class path can. Asking the platform's class loader only for
 * these also keeps the runtime's insides hidden when the host is on a module path, where that loader finds every module of the
 * boot layer.
 */
final class PlatformPackages {
    private static final Set<String> NAMES = names();

    private PlatformPackages() {}

    static boolean contains(String packageName) {
        return NAMES.contains(packageName);
    }

    private static Set<String> names() {
        var platform = ClassLoader.getPlatformClassLoader();
        var names = new HashSet<String>();
        for (var module : ModuleLayer.boot().modules()) {
            var loader = module.getClassLoader();
            if (loader == null || loader.equals(platform)) {
                names.addAll(module.getPackages());
            }
        }
        return names;
    }
}
