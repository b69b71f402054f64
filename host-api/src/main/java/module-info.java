/** What an application sees: load enclaves, call them, offer them services of the host. */
module dev.adyton.host.api {
    requires transitive dev.adyton.attestation;
    requires transitive dev.adyton.image;
    requires transitive dev.adyton.protocol;
    requires transitive io.grpc;
    requires static transitive org.jspecify;

    exports dev.adyton.host.api;
    exports dev.adyton.host.api.spi;
}
