package dev.adyton.cli;

import dev.adyton.enclave.launcher.LaunchException;
import dev.adyton.enclave.launcher.LauncherOptions;
import dev.adyton.enclave.launcher.StartCache;
import dev.adyton.enclave.launcher.StartCache.State;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adyton prepare}. */
@Command(
        name = "prepare",
        header = "Makes the ahead-of-time cache with which enclaves start faster.",
        description = {
            "",
            "Unless there is one for this Java runtime and this version already. Takes some seconds. A provision server makes it by itself after its first enclave, as does"
                    + " every program that goes on for some seconds then; shorter ones use it where it is."
        })
final class PrepareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException {
        try (var cache = new StartCache(LauncherOptions.defaults());
                var _ = OnShutdown.run(cache::close)) {
            var out = spec.commandLine().getOut();
            out.println("Ahead-of-time cache: " + describe(cache.make()));
            out.flush();
            return CommandLine.ExitCode.OK;
        }
    }

    /** Of the launchers that this command starts, in a few words. */
    static String describeOwn() {
        try (var cache = new StartCache(LauncherOptions.defaults())) {
            return describe(cache.state());
        }
    }

    private static String describe(State state) {
        return switch (state) {
            case State.Present(var file, var sizeBytes) -> file + ", " + (sizeBytes >> 20) + " MiB";
            case State.Absent(var directory) -> "none yet in " + directory + ": `adyton prepare` makes it";
            case State.Unavailable(var reason) -> "none: " + reason;
        };
    }
}
