package dev.adyton.enclave.launcher;

/** Prints the module that it runs in, then what the default options found, one path a line. */
final class ModulePathMain {
    private ModulePathMain() {}

    static void main(String[] arguments) {
        System.out.println(ModulePathMain.class.getModule());
        LauncherOptions.defaults().enclaveClassPath().forEach(System.out::println);
    }
}
