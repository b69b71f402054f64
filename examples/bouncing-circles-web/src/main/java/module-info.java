/** The bouncing circles example, outside: a web application whose circles live in enclaves. */
module dev.adyton.examples.bouncing.circles.web {
    requires dev.adyton.examples.bouncing.circles;
    requires transitive dev.adyton.host.api;
    requires transitive dev.adyton.image;
    requires io.grpc;
    requires io.grpc.stub;
    requires jdk.httpserver;
    requires static transitive org.jspecify;

    exports dev.adyton.examples.bouncing.circles.web;
}
