package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.EvidenceSource;
import dev.adyton.attestation.EvidenceUnavailableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/** A way as a source: one use at a time, tried again for a while when somebody else was in between. Thread-safe. */
final class WaySource implements EvidenceSource {
    /** About 2.5 s in all. */
    private static final int ATTEMPTS = 8;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final Way way;
    private final String type;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();

    /** Lets time pass. */
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    WaySource(Way way, String type, Pause pause) {
        this.way = way;
        this.type = type;
        this.pause = pause;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public Bytes evidence(Bytes reportData) throws EvidenceUnavailableException {
        if (reportData.size() != ChannelBinding.BINDER_BYTES) {
            throw new IllegalArgumentException(
                    "report data: found " + reportData.size() + " bytes, wanted " + ChannelBinding.BINDER_BYTES);
        }
        lock.lock();
        try {
            return attempts(reportData);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvidenceUnavailableException(way.name() + ": interrupted while it was in use by others", e);
        } finally {
            lock.unlock();
        }
    }

    private Bytes attempts(Bytes reportData) throws EvidenceUnavailableException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Exception failure;
            try {
                return checked(way.evidence(reportData), reportData);
            } catch (KernelException e) {
                if (!e.passes()) {
                    throw new EvidenceUnavailableException(way.name() + ": " + e.getMessage(), e);
                }
                failure = e;
            } catch (ConflictException e) {
                failure = e;
            }
            if (attempt == ATTEMPTS) {
                throw new EvidenceUnavailableException(
                        way.name() + ": found it in use at " + ATTEMPTS + " attempts, at last " + failure.getMessage(),
                        failure);
            }
            pause.of(FIRST_PAUSE.multipliedBy(1L << (attempt - 1)));
        }
    }

    /** Verifiers compare exactly; this is to notice here what would only be refused there. */
    private static Bytes checked(Bytes evidence, Bytes reportData) throws ConflictException {
        var octets = evidence.toByteArray();
        var wanted = reportData.toByteArray();
        for (int i = 0; i + wanted.length <= octets.length; i++) {
            if (Arrays.equals(octets, i, i + wanted.length, wanted, 0, wanted.length)) {
                return evidence;
            }
        }
        throw new ConflictException("evidence: found it for other report data, wanted it for this");
    }
}
