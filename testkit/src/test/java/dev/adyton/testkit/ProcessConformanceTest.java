package dev.adyton.testkit;

class ProcessConformanceTest extends BackendConformance {
    @Override
    protected OpenBackend open() {
        return Backend.PROCESS.open();
    }
}
