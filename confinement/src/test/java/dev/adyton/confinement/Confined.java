package dev.adyton.confinement;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Confines itself, tries what it then can, says so line by line, and waits until it is killed. */
final class Confined {
    static final String DONE = "done";

    private static final int CLONE_EXIT_SIGNAL = 17;
    private static final Object LOCK = new Object();

    private Confined() {}

    /**
     * Does all that.
     *
     * @param arguments the profile; {@code listened} if another process is to refuse
     */
    public static void main(String[] arguments) throws Exception {
        var architecture = Architecture.current().orElseThrow();
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        long own = ProcessHandle.current().pid();
        var go = new CountDownLatch(1);
        var older = new AtomicReference<String>();
        var held = new CountDownLatch(1);
        var thread = new Thread(() -> {
            await(go);
            synchronized (LOCK) {
                held.countDown();
                older.set(open());
            }
        });
        thread.start();
        // What opening a file loads.
        open();
        var profile = Profile.valueOf(arguments[0]);
        Linux linux;
        SelfConfinement second;
        try {
            var first = SelfConfinement.prepare(profile);
            second = SelfConfinement.prepare(profile);
            linux = new Linux(SystemCalls.of(architecture));
            if (arguments.length > 1) {
                say("confining", arguments[1]);
                System.in.read();
                var listened = first.tryListened().orElseThrow();
                go.countDown();
                held.await();
                synchronized (LOCK) {
                    // Free only when the other thread's call has been answered.
                    say("listened", "by another process");
                }
                listened.handedOver();
            } else {
                first.apply();
            }
        } catch (ConfinementException e) {
            say("failed", e.getMessage());
            System.out.println(DONE);
            return;
        } finally {
            go.countDown();
            thread.join();
        }
        say("file in an older thread", older.get());
        var newer = new AtomicReference<String>();
        var later = new Thread(() -> newer.set(open()));
        later.start();
        later.join();
        say("file in a newer thread", newer.get());
        say("new thread", "ran");
        say("openat", linux.call("openat", -100, 0, 0));
        say("socket", linux.call("socket", 2, 1, 0));
        say("ptrace", linux.call("ptrace", 0, 0));
        say("core", limit(linux, ResourceLimit.CORE));
        if (profile == Profile.ENCLAVE) {
            say("execve", linux.call("execve", 0, 0, 0));
            say("clone3", linux.call("clone3", 0, 0));
            say("fork", linux.call("clone", CLONE_EXIT_SIGNAL, 0, 0, 0, 0));
            say("kill parent", linux.call("kill", parent, 0));
            say("signal itself", linux.call("kill", own, 0));
            say("dumpable again", linux.call("prctl", Linux.PR_SET_DUMPABLE, 1));
            say("another filter", linux.call("seccomp", 1, 0, 0));
            say("no such call", linux.call("landlock_create_ruleset", 0, 0, 1));
            say("descriptors", limit(linux, ResourceLimit.DESCRIPTORS));
            say("confine again", again(second));
        }
        System.out.println(DONE);
        System.in.read();
    }

    private static String again(SelfConfinement confinement) {
        try {
            confinement.apply();
            return "confined";
        } catch (ConfinementException e) {
            return e.getMessage();
        }
    }

    private static long limit(Linux linux, int resource) {
        try (var arena = Arena.ofConfined()) {
            var limits = arena.allocate(2L * Long.BYTES, Long.BYTES);
            linux.call("prlimit64", 0, resource, 0, limits.address());
            return limits.get(ValueLayout.JAVA_LONG, Long.BYTES);
        }
    }

    private static String open() {
        try (var file = new FileInputStream("/etc/passwd")) {
            return file.read() >= 0 ? "opened" : "empty";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String attempt, Object answer) {
        System.out.println(attempt + "=" + answer);
    }
}
