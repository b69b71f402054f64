package dev.adyton.testkit.attack.inside;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import jdk.jfr.Recording;

/** Ways through what the Java runtime offers to those who manage it. */
final class Management {
    private Management() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry(
                        "attach: to itself",
                        scene -> attach(ProcessHandle.current().pid())),
                Map.entry("attach: to another", scene -> attach(scene.getProcess())),
                Map.entry("attach: list", scene -> list()),
                Map.entry("diagnose: heap dump", scene -> heapDump(scene)),
                Map.entry("diagnose: thread dump", scene -> threadDump(scene)),
                Map.entry("diagnose: a flag of the virtual machine", scene -> flag("DisableAttachMechanism", "false")),
                Map.entry("command: load an agent", scene -> command("return code: 0", "jvmtiAgentLoad", "instrument")),
                Map.entry("command: log to a file", scene -> logFile(scene)),
                Map.entry(
                        "command: recording",
                        scene -> command("Started", "jfrStart", "filename=" + scene.getDirectory() + "/new.jfr")),
                Map.entry("manage: connector", scene -> connector()),
                Map.entry("record: JFR", Management::recording));
    }

    /** By reflection: it is none of the packages that an image's code sees by itself. */
    private static Class<?> virtualMachine() throws ClassNotFoundException {
        return ClassLoader.getSystemClassLoader().loadClass("com.sun.tools.attach.VirtualMachine");
    }

    private static Object attach(long process) throws Throwable {
        try {
            return virtualMachine().getMethod("attach", String.class).invoke(null, Long.toString(process));
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Object list() throws Throwable {
        try {
            return virtualMachine().getMethod("list").invoke(null);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Object heapDump(Scene scene) throws Exception {
        diagnostics().dumpHeap(scene.getDirectory() + "/new.hprof", false);
        return "dumped";
    }

    private static Object threadDump(Scene scene) throws Exception {
        diagnostics()
                .dumpThreads(
                        scene.getDirectory() + "/new-threads", HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return "dumped";
    }

    private static Object flag(String name, String value) {
        diagnostics().setVMOption(name, value);
        return "set";
    }

    private static HotSpotDiagnosticMXBean diagnostics() {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    }

    /** What {@code jcmd} would have done, which is answered in words. */
    private static Object command(String wanted, String operation, String... arguments) throws Exception {
        var bean = new ObjectName("com.sun.management:type=DiagnosticCommand");
        var answer = String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(bean, operation, new Object[] {arguments}, new String[] {String[].class.getName()}));
        return NothingGotException.unless(answer.contains(wanted), answer.strip());
    }

    private static Object logFile(Scene scene) throws Exception {
        var file = Path.of(scene.getDirectory(), "new-vm-log");
        try {
            return command("Permission granted", "vmLog", "output=" + file, "what=all=warning");
        } catch (NothingGotException silence) {
            // It says something only where it failed.
            if (String.valueOf(silence.getMessage()).isEmpty()) {
                return file;
            }
            throw silence;
        }
    }

    private static Object connector() throws Exception {
        var server = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), null, ManagementFactory.getPlatformMBeanServer());
        server.start();
        server.stop();
        return "started";
    }

    private static Object recording(Scene scene) throws Exception {
        try (var recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(Path.of(scene.getDirectory(), "new-recording.jfr"));
            return "recorded";
        }
    }
}
