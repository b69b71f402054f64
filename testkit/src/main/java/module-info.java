/** Test enclaves with JUnit on every backend, check for leaks; and the suite that every backend has to pass. */
module dev.adyton.testkit {
    requires transitive dev.adyton.enclave.api;
    requires transitive dev.adyton.host.api;
    requires transitive dev.adyton.image;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports dev.adyton.testkit;

    opens dev.adyton.testkit to
            org.junit.platform.commons;
}
