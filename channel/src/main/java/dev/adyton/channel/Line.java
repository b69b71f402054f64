package dev.adyton.channel;

import io.grpc.Status;

/** What both halves of attestation, {@link Challenger} and {@link Prover}, see of their channel. Thread-safe; no lock may be held by who calls. */
interface Line {
    /** Has this record sealed and sent before any data. */
    void send(byte type, byte[] content);

    /**
     * Ends the channel unless it has ended.
     *
     * @param why for this end
     * @param toldOther what the other end hears of it
     */
    void fail(Status why, Status toldOther);
}
