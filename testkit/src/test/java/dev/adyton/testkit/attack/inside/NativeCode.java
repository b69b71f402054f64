package dev.adyton.testkit.attack.inside;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Ways out of the Java language: libraries, calls of the operating system, memory by its address. */
@SuppressWarnings("restricted")
final class NativeCode {
    private static final String LIBRARY = "/lib/x86_64-linux-gnu/libc.so.6";

    private NativeCode() {}

    static Map<String, Attempt> all() {
        return Map.ofEntries(
                Map.entry("load: System.load", scene -> done(() -> System.load(LIBRARY))),
                Map.entry(
                        "load: Runtime.load",
                        scene -> done(() -> Runtime.getRuntime().load(LIBRARY))),
                Map.entry("load: System.loadLibrary", scene -> done(() -> System.loadLibrary("instrument"))),
                Map.entry(
                        "load: a file of its own",
                        scene -> done(() -> System.load(scene.getDirectory() + "/outside.jar"))),
                Map.entry(
                        "load: SymbolLookup.libraryLookup",
                        scene -> SymbolLookup.libraryLookup(LIBRARY, Arena.global())),
                Map.entry("call: JNI", scene -> getpid()),
                Map.entry("call: downcall", scene -> downcall()),
                Map.entry(
                        "call: downcall without address",
                        scene -> Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT))),
                Map.entry("call: upcall", scene -> upcall()),
                Map.entry("call: downcall by reflection", scene -> reflected()),
                Map.entry("call: downcall by method handle", scene -> handle()),
                Map.entry(
                        "memory: reinterpret",
                        scene -> MemorySegment.ofAddress(1 << 20).reinterpret(8).get(ValueLayout.JAVA_BYTE, 0)),
                Map.entry(
                        "memory: address layout", scene -> ValueLayout.ADDRESS.withTargetLayout(ValueLayout.JAVA_LONG)),
                Map.entry("memory: Unsafe.allocateMemory", scene -> unsafe("allocateMemory", 8L)),
                Map.entry("memory: Unsafe.getByte", scene -> unsafe("getByte", 1L << 20)),
                Map.entry("memory: Unsafe.putInt", scene -> unsafe("putInt", new int[1], 16L, 1)),
                Map.entry("memory: Unsafe.copyMemory", scene -> unsafe("copyMemory", 1L << 20, 1L << 21, 0L)),
                Map.entry(
                        "memory: Unsafe.objectFieldOffset",
                        scene -> unsafe("objectFieldOffset", Outcome.class.getDeclaredFields()[0])),
                Map.entry("memory: internal Unsafe", scene -> internalUnsafe()),
                Map.entry("rights: ModuleLayer.Controller", scene -> grantedByLayer()));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static Object done(Action action) throws Exception {
        action.run();
        return "done";
    }

    private static native int getpid();

    private static MemorySegment function() {
        return Linker.nativeLinker().defaultLookup().find("getpid").orElseThrow();
    }

    private static Object downcall() throws Throwable {
        return Linker.nativeLinker()
                .downcallHandle(function(), FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invoke();
    }

    private static Object upcall() throws Exception {
        var method = MethodHandles.lookup().findStatic(Math.class, "abs", MethodType.methodType(int.class, int.class));
        return Linker.nativeLinker()
                .upcallStub(method, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), Arena.global());
    }

    private static Object reflected() throws Throwable {
        var method = Linker.class.getMethod(
                "downcallHandle", MemorySegment.class, FunctionDescriptor.class, Linker.Option[].class);
        try {
            return method.invoke(
                    Linker.nativeLinker(),
                    function(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT),
                    new Linker.Option[0]);
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Object handle() throws Throwable {
        var type = MethodType.methodType(
                java.lang.invoke.MethodHandle.class, FunctionDescriptor.class, Linker.Option[].class);
        return MethodHandles.publicLookup()
                .findVirtual(Linker.class, "downcallHandle", type)
                .invoke(Linker.nativeLinker(), FunctionDescriptor.of(ValueLayout.JAVA_INT), new Linker.Option[0]);
    }

    /** By reflection: a compiler warns of this class, and nothing silences it. */
    private static Object unsafe(String method, Object... arguments) throws Throwable {
        var type = Class.forName("sun.misc.Unsafe");
        var field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        var parameters = Stream.of(arguments).map(NativeCode::parameter).toArray(Class<?>[]::new);
        try {
            return String.valueOf(type.getMethod(method, parameters).invoke(field.get(null), arguments));
        } catch (InvocationTargetException refused) {
            throw refused.getCause();
        }
    }

    private static Class<?> parameter(Object argument) {
        return switch (argument) {
            case Long _ -> long.class;
            case Integer _ -> int.class;
            case Field _ -> Field.class;
            default -> Object.class;
        };
    }

    private static Object internalUnsafe() throws ReflectiveOperationException {
        var type = Class.forName("jdk.internal.misc.Unsafe");
        return type.getMethod("getUnsafe").invoke(null);
    }

    /** A layer's maker rules over its modules, but has no rights to give that it has not itself. */
    private static Object grantedByLayer() {
        var boot = ModuleLayer.boot();
        var found = Configuration.resolve(
                new OneModule(), List.of(boot.configuration()), ModuleFinder.of(), List.of(OneModule.NAME));
        var controller = ModuleLayer.defineModules(found, List.of(boot), name -> NativeCode.class.getClassLoader());
        return controller.enableNativeAccess(
                controller.layer().findModule(OneModule.NAME).orElseThrow());
    }

    /** Finds an empty module. */
    private static final class OneModule implements ModuleFinder {
        static final String NAME = "attack";

        @Override
        public Optional<ModuleReference> find(String name) {
            return name.equals(NAME) ? Optional.of(new Empty()) : Optional.empty();
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.of(new Empty());
        }

        private static final class Empty extends ModuleReference {
            Empty() {
                super(ModuleDescriptor.newModule(NAME).build(), null);
            }

            @Override
            public ModuleReader open() {
                throw new UnsupportedOperationException("it has no class");
            }
        }
    }
}
