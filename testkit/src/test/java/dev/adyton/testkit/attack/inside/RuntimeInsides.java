package dev.adyton.testkit.attack.inside;

import dev.adyton.enclave.api.EnclaveContext;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.ServiceLoader;

/** Ways from what an application is given into the runtime that drives it. */
final class RuntimeInsides {
    private static final String MAIN = "dev.adyton.enclave.runtime.EnclaveMain";
    private static final String LINE = "dev.adyton.enclave.runtime.LauncherLine";
    private static final String CONFINEMENT = "dev.adyton.confinement.Linux";

    private final EnclaveContext context;

    RuntimeInsides(EnclaveContext context) {
        this.context = context;
    }

    Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("class: by name", scene -> Class.forName(MAIN)),
                Map.entry(
                        "class: context loader",
                        scene -> Thread.currentThread().getContextClassLoader().loadClass(MAIN)),
                Map.entry("class: array", scene -> Class.forName("[L" + MAIN + ";")),
                Map.entry(
                        "class: deserialized",
                        scene -> new ObjectInputStream(new ByteArrayInputStream(
                                        scene.getSerialized().toByteArray()))
                                .readObject()),
                Map.entry(
                        "class: defined into its package",
                        scene -> MethodHandles.privateLookupIn(of(MAIN), MethodHandles.lookup())
                                .defineClass(new byte[0])),
                Map.entry("class: in its class loader", scene -> defineClass()),
                Map.entry("resource", scene -> resource()),
                Map.entry("services", scene -> services()),
                Map.entry(
                        "reflection: through all fields",
                        scene -> Reach.find(context, "dev.adyton.attestation.Attester")),
                Map.entry("reflection: field of the context", scene -> fieldOf(context)),
                Map.entry("reflection: constructor", scene -> constructor()),
                Map.entry("reflection: main", scene -> main()),
                Map.entry(
                        "reflection: descriptors",
                        scene -> of("dev.adyton.confinement.Inherited")
                                .getMethod("output", int.class)
                                .invoke(null, 1)),
                Map.entry("reflection: system calls", scene -> systemCall()),
                Map.entry("reflection: target of a thread", scene -> threadTarget()),
                Map.entry("reflection: module", scene -> openModule()),
                Map.entry(
                        "handle: private lookup",
                        scene -> MethodHandles.privateLookupIn(context.getClass(), MethodHandles.lookup())),
                Map.entry(
                        "handle: lookup",
                        scene -> MethodHandles.lookup()
                                .findStatic(of(MAIN), "main", MethodType.methodType(void.class, String[].class))),
                Map.entry("handle: trusted lookup", scene -> trustedLookup()),
                Map.entry(
                        "handle: in",
                        scene -> MethodHandles.lookup()
                                .in(context.getClass())
                                .findGetter(context.getClass(), "config", Object.class)));
    }

    /** The class itself; finding it is no feat, since its loader is that of everything shared. */
    private Class<?> of(String name) throws ClassNotFoundException {
        return Class.forName(name, false, context.getClass().getClassLoader());
    }

    private Object defineClass() throws ReflectiveOperationException {
        var define =
                ClassLoader.class.getDeclaredMethod("defineClass", String.class, byte[].class, int.class, int.class);
        define.setAccessible(true);
        return define.invoke(context.getClass().getClassLoader(), "a.B", new byte[0], 0, 0);
    }

    private static Object resource() throws Exception {
        var found = RuntimeInsides.class.getResource("/" + MAIN.replace('.', '/') + ".class");
        return NothingGotException.unless(found != null, "no resource");
    }

    private static Object services() throws Exception {
        var found = ServiceLoader.load(io.grpc.ManagedChannelProvider.class, ClassLoader.getSystemClassLoader())
                .findFirst();
        return NothingGotException.unless(found.isPresent(), "no service");
    }

    private static Object fieldOf(Object object) throws ReflectiveOperationException {
        var field = object.getClass().getDeclaredFields()[0];
        field.setAccessible(true);
        return String.valueOf(field.get(object));
    }

    private Object constructor() throws ReflectiveOperationException {
        var constructor = of(LINE).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(null, null);
    }

    private Object main() throws ReflectiveOperationException {
        var main = of(MAIN).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        return String.valueOf(main.invoke(null, (Object) new String[0]));
    }

    private Object systemCall() throws ReflectiveOperationException {
        var constructor = of(CONFINEMENT).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.getName();
    }

    private static Object threadTarget() throws ReflectiveOperationException {
        var holder = Thread.class.getDeclaredField("holder");
        holder.setAccessible(true);
        return String.valueOf(holder.get(Thread.currentThread()));
    }

    private static Object openModule() throws ReflectiveOperationException {
        var open = Module.class.getDeclaredMethod("implAddOpensToAllUnnamed", String.class);
        open.setAccessible(true);
        return String.valueOf(open.invoke(Object.class.getModule(), "java.lang"));
    }

    private static Object trustedLookup() throws ReflectiveOperationException {
        var field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        field.setAccessible(true);
        return String.valueOf(field.get(null));
    }
}
