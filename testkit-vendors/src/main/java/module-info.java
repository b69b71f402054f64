/**
 * Vendors of trusted hardware for tests: what they make is valid, or wrong in any one field. It knows nothing of what verifies, so that both have to have understood the formats alike.
 */
module dev.adyton.testkit.vendors {
    requires jdk.httpserver;
    requires static transitive org.jspecify;
    requires transitive org.bouncycastle.provider;
    requires org.bouncycastle.pkix;

    exports dev.adyton.testkit.vendors;
}
