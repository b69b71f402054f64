package dev.adyton.testkit;

class InProcessConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return Backend.IN_PROCESS.open();
    }
}
