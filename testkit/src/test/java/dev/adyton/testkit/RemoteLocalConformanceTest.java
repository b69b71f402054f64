package dev.adyton.testkit;

class RemoteLocalConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return Backend.REMOTE_LOCAL.open();
    }
}
