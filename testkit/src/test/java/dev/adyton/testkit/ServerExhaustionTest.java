package dev.adyton.testkit;

/** Behind a provision server, in processes that are confined as far as the machine allows: in namespaces where it has bubblewrap. */
class ServerExhaustionTest extends ExhaustionCases {
    @Override
    OpenBackend open() {
        return Backend.REMOTE_SERVER.open();
    }
}
