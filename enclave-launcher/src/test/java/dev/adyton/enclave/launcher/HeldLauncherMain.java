package dev.adyton.enclave.launcher;

import dev.adyton.attestation.simulated.RunningRoots;
import dev.adyton.confinement.Landlock;
import dev.adyton.confinement.Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A launcher process that launches an image, and then says what code in it could do. Ends with its standard input. */
final class HeldLauncherMain {
    /** More than there are carriers at first, all at work at the same time. */
    private static final int THREADS = 64;

    private HeldLauncherMain() {}

    /** Arguments: why there is no Landlock (empty: there may be), the image, a directory of somebody else with a file {@code secret}, and what a launcher process is told. */
    static void main(String[] arguments) throws Exception {
        var all = List.of(arguments);
        var settings = LauncherMain.Settings.parse(all.subList(3, all.size()));
        var landlock = arguments[0].isEmpty() ? Landlock.support() : new Support.Unavailable(arguments[0]);
        System.out.println("landlock " + landlock);
        try (var launcher = LauncherMain.launcher(settings, landlock)) {
            System.out.println("published "
                    + RunningRoots.beside(settings.options().simulatedRoot())
                            .fingerprints()
                            .contains(launcher.simulatedRoot()));
            for (int i = 0; i < 2; i++) {
                var enclave = launcher.launch("held", Path.of(arguments[1]));
                System.out.println("confinement " + enclave.confinement().label());
                enclave.close();
            }
            try (var groups = ControlGroups.ofThisProcess()) {
                System.out.println("unbounded " + groups.problems().keySet());
            }
            System.out.println(attempts(Path.of(arguments[2])));
            while (System.in.read() >= 0) {
                // Only the end counts.
            }
        }
    }

    private static Set<String> attempts(Path others) throws InterruptedException {
        var outcomes = new ConcurrentSkipListSet<String>();
        var together = new CountDownLatch(THREADS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> {
                    together.countDown();
                    try {
                        together.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    outcomes.add("read " + succeeds(() -> Files.readString(others.resolve("secret"))));
                    outcomes.add("list " + succeeds(() -> list(others)));
                    outcomes.add("write " + succeeds(() -> Files.writeString(others.resolve("new"), "x")));
                    outcomes.add("start " + succeeds(() -> new ProcessBuilder("/bin/true").start()));
                });
            }
        }
        return outcomes;
    }

    private static boolean succeeds(Attempt attempt) {
        try {
            attempt.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void list(Path directory) throws IOException {
        try (var _ = Files.newDirectoryStream(directory)) {
            // That it can be opened is all that counts.
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
