package dev.adyton.testkit;

class SandboxConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return Backend.SANDBOX.open();
    }
}
