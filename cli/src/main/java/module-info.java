/** The {@code adyton} command: a demo enclave, the provision server, a look into images, and what this machine can do. */
module dev.adyton.cli {
    requires dev.adyton.attestation;
    requires dev.adyton.attestation.hardware;
    requires dev.adyton.attestation.simulated;
    requires dev.adyton.channel;
    requires dev.adyton.credentials;
    requires dev.adyton.enclave.launcher;
    requires dev.adyton.endorsements;
    requires dev.adyton.examples.bouncing.circles.web;
    requires dev.adyton.examples.quickstart;
    requires dev.adyton.host.api;
    requires dev.adyton.host.channel;
    requires dev.adyton.host.remote;
    requires dev.adyton.host.runtime;
    requires dev.adyton.image;
    requires dev.adyton.relay;
    requires info.picocli;
    requires io.grpc;
    requires transitive java.logging;
    requires static transitive org.jspecify;

    exports dev.adyton.cli;

    opens dev.adyton.cli to
            info.picocli;
}
