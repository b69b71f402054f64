/** What runs inside an enclave: the process's main class, class loading from the image, the application's life. */
module dev.adyton.enclave.runtime {
    requires transitive dev.adyton.image;
    requires transitive dev.adyton.records;
    requires static transitive org.jspecify;

    exports dev.adyton.enclave.runtime;
}
