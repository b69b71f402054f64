/** One attested TLS 1.3 channel, end to end, over records: nobody between its two ends can read, change, repeat or divert what they say. */
module dev.adyton.channel {
    requires transitive dev.adyton.attestation;
    requires transitive dev.adyton.records;
    requires static transitive org.jspecify;

    exports dev.adyton.channel;
}
