/** Ordered, reliable duplexes of byte records; what the records say is of no concern here. */
module dev.adyton.records {
    requires transitive io.grpc;
    requires static transitive org.jspecify;

    exports dev.adyton.records;
}
