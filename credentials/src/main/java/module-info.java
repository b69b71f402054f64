/** Certificates, keys and tokens in files: read with care, and again when they change. */
module dev.adyton.credentials {
    requires static transitive org.jspecify;

    exports dev.adyton.credentials;
}
