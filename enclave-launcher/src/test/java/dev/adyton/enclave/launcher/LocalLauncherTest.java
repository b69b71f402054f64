package dev.adyton.enclave.launcher;

class LocalLauncherTest extends LauncherContractTest {
    @Override
    Launcher start(LauncherOptions options, String mainClass) {
        return new LocalLauncher(options, mainClass, EnclaveLog.toLogger());
    }
}
