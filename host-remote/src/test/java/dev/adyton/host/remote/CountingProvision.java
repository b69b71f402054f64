package dev.adyton.host.remote;

import dev.adyton.image.EnclaveImage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Leads to one server and counts how often it was asked. */
final class CountingProvision implements RemoteProvision {
    final List<EnclaveImage> provisioned = new CopyOnWriteArrayList<>();
    final AtomicInteger finished = new AtomicInteger();
    private final ProvisionServerAddress address;

    CountingProvision(ProvisionServerAddress address) {
        this.address = address;
    }

    @Override
    public ProvisionServerAddress provision(EnclaveImage image) {
        provisioned.add(image);
        return address;
    }

    @Override
    public void finish() {
        finished.incrementAndGet();
    }
}
