package dev.adyton.enclave.launcher;

class LauncherProcessTest extends LauncherContractTest {
    @Override
    Launcher start(LauncherOptions options, String mainClass) throws LaunchException {
        return LauncherProcess.start(options, mainClass);
    }
}
