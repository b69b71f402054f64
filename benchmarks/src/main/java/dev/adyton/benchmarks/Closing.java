package dev.adyton.benchmarks;

import io.grpc.Channel;

/**
 * A target that ends its loader with itself.
 *
 * @param target what is measured
 * @param closeLoader ends what the target was loaded with
 */
record Closing(Target target, Runnable closeLoader) implements Target {
    @Override
    public String name() {
        return target.name();
    }

    @Override
    public Channel channel() {
        return target.channel();
    }

    @Override
    public void close() {
        try {
            target.close();
        } finally {
            closeLoader.run();
        }
    }
}
