package dev.adyton.testkit;

class RemoteServerConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return Backend.REMOTE_SERVER.open();
    }
}
