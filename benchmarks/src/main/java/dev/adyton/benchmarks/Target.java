package dev.adyton.benchmarks;

import io.grpc.Channel;

/** Something that serves {@link BenchService}; closing it ends what was started for it. */
interface Target extends AutoCloseable {
    /** As the table shows it. */
    String name();

    /** The way to the service. */
    Channel channel();

    /** Ends it and waits until it is gone. */
    @Override
    void close();
}
