package dev.adyton.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton image}: what can be done with image files. */
@Command(
        name = "image",
        header = "Works with enclave images (NAME.enclave).",
        subcommands = {
            ImageInspectCommand.class,
            ImageKeygenCommand.class,
            ImageSignCommand.class,
            ImageVerifyCommand.class
        })
final class ImageCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }
}
