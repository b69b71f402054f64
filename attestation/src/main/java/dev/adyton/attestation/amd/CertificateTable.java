package dev.adyton.attestation.amd;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The table in which a hypervisor hands certificates to a guest along with its report (AMD 56421 GHCB, SNP extended guest request): entries of {@value #ENTRY_BYTES} bytes (GUID as
 * in RFC 9562, offset and length as little-endian u32), one of zeros as the last, then the objects themselves. Between and after them there may be zeros, nothing else. Entries of
 * other kinds are left aside.
 */
record CertificateTable(Map<Kind, Bytes> entries) {
    /** What an entry holds. */
    enum Kind {
        VCEK("63da758d-e664-4564-adc5-f4b93be8accd"),
        VLEK("a8074bc2-a25a-483e-aae6-39c045a0b8a1"),
        ASK("4ab7b379-bbac-4fe4-a02f-05aef327c782"),
        ARK("c0b406a4-a803-4952-9743-3fb6014cd0ae"),
        CRL("92f81bc3-5811-4d3d-97ff-d19f88dc67ea");

        private final UUID guid;

        Kind(String guid) {
            this.guid = UUID.fromString(guid);
        }

        static Optional<Kind> of(UUID guid) {
            for (var kind : values()) {
                if (kind.guid.equals(guid)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        UUID guid() {
            return guid;
        }
    }

    private static final int ENTRY_BYTES = 24;
    private static final int MAX_ENTRIES = 16;
    private static final UUID NONE = new UUID(0, 0);

    private record Entry(UUID guid, long offset, long length) {}

    CertificateTable {
        entries = Map.copyOf(entries);
    }

    /** Reads a table that takes all of these bytes; of none at all there is nothing in it. */
    static CertificateTable parse(Bytes table) throws VerificationException {
        var found = new EnumMap<Kind, Bytes>(Kind.class);
        if (table.size() == 0) {
            return new CertificateTable(found);
        }
        var entries = entries(table);
        checkPlaces(entries, table);
        for (var entry : entries) {
            var kind = Kind.of(entry.guid());
            if (kind.isEmpty()) {
                continue;
            }
            var content = table.slice((int) entry.offset(), (int) (entry.offset() + entry.length()));
            if (found.putIfAbsent(kind.get(), content) != null) {
                throw refused("a second entry for " + kind.get(), "each once");
            }
        }
        return new CertificateTable(found);
    }

    Optional<Bytes> get(Kind kind) {
        return Optional.ofNullable(entries.get(kind));
    }

    private static List<Entry> entries(Bytes table) throws VerificationException {
        var buffer = ByteBuffer.wrap(table.toByteArray());
        var entries = new ArrayList<Entry>();
        while (buffer.remaining() >= ENTRY_BYTES) {
            buffer.order(ByteOrder.BIG_ENDIAN);
            var guid = new UUID(buffer.getLong(), buffer.getLong());
            buffer.order(ByteOrder.LITTLE_ENDIAN);
            var entry =
                    new Entry(guid, Integer.toUnsignedLong(buffer.getInt()), Integer.toUnsignedLong(buffer.getInt()));
            if (entry.equals(new Entry(NONE, 0, 0))) {
                return entries;
            }
            if (entries.size() == MAX_ENTRIES) {
                throw refused("more than " + MAX_ENTRIES + " entries", "at most that many");
            }
            entries.add(entry);
        }
        throw refused("no entry of zeros after " + entries.size() + " entries", "one as the last");
    }

    /** No two objects may share a byte, and no byte may be of none unless it is zero: so there is one table for what is in it. */
    private static void checkPlaces(List<Entry> entries, Bytes table) throws VerificationException {
        var end = (entries.size() + 1L) * ENTRY_BYTES;
        var sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::offset));
        for (var entry : sorted) {
            if (entry.length() == 0 || entry.offset() < end || entry.offset() + entry.length() > table.size()) {
                throw refused(
                        "an object of %d bytes at %d".formatted(entry.length(), entry.offset()),
                        "1 or more bytes within %d to %d".formatted(end, table.size()));
            }
            checkZero(table, end, entry.offset());
            end = entry.offset() + entry.length();
        }
        checkZero(table, end, table.size());
    }

    private static void checkZero(Bytes table, long from, long to) throws VerificationException {
        if (!SnpReport.isZero(table.slice((int) from, (int) to))) {
            throw refused("other bytes than zero in %d to %d".formatted(from, to), "zeros where there is no object");
        }
    }

    private static VerificationException refused(String found, String wanted) {
        return new VerificationException("certificate table", found, wanted);
    }
}
