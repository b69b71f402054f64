/** An application as users write it when they use modules. */
module app {
    requires com.google.protobuf;
    requires dev.adyton.host.api;
    requires dev.adyton.host.remote;
    requires dev.adyton.host.runtime;
    requires dev.adyton.relay;
}
