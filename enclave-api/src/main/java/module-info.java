/** What the author of an enclave sees: implement {@code TrustedApplication}, use {@code EnclaveContext}. */
module dev.adyton.enclave.api {
    requires transitive dev.adyton.protocol;
    requires transitive io.grpc;
    requires static transitive org.jspecify;

    exports dev.adyton.enclave.api;
}
