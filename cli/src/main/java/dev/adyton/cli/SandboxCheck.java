package dev.adyton.cli;

import dev.adyton.enclave.launcher.SandboxLayer;
import dev.adyton.enclave.launcher.SandboxLayers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which layers of confinement enclave processes get on this machine. */
final class SandboxCheck {
    private SandboxCheck() {}

    /** One line for each layer. */
    static List<String> lines() {
        var layers = SandboxLayers.ofThisMachine();
        return Stream.concat(Stream.of(layers.seccomp(), layers.namespaces()), layers.limits().stream())
                .map(SandboxCheck::line)
                .toList();
    }

    private static String line(SandboxLayer layer) {
        return String.format(
                Locale.ROOT,
                "  %-20s %-13s  %s",
                layer.name(),
                layer.usable() ? "active" : "not active",
                layer.detail());
    }
}
