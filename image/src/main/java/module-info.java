/** The enclave image: one file that holds the code of an enclave, what it says of itself, and its measurement. */
module dev.adyton.image {
    requires transitive dev.adyton.protocol;
    requires static transitive org.jspecify;

    exports dev.adyton.image;
}
