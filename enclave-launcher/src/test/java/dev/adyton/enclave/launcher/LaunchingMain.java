package dev.adyton.enclave.launcher;

import java.io.IOException;
import java.nio.file.Path;

/** A program with a launcher and one enclave, to be killed. Prints the process ids of all that should die with it. */
final class LaunchingMain {
    private LaunchingMain() {}

    /** Arguments: the directory for sockets, the image, and whether the launcher is a process of its own. */
    static void main(String[] arguments) throws LaunchException, IOException {
        var options = FakeEnclaves.options(Path.of(arguments[0]));
        var main = FakeEnclaveMain.class.getName();
        Launcher launcher;
        if (Boolean.parseBoolean(arguments[2])) {
            var process = LauncherProcess.start(options, Path.of(arguments[1]).getParent(), main);
            System.out.println(process.pid());
            launcher = process;
        } else {
            launcher = new LocalLauncher(options, main, EnclaveLog.toLogger());
        }
        System.out.println(launcher.launch("fake", Path.of(arguments[1])).pid());
        System.out.println("READY");
        while (System.in.read() >= 0) {
            // Lives until it is killed, or the test is.
        }
    }
}
