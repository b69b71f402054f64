package dev.adyton.attestation.hardware;

import dev.adyton.attestation.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Evidence by form only, as it comes from platforms. */
final class Samples {
    static final Bytes REPORT_DATA = Bytes.hex("5a".repeat(63) + "01");
    static final Bytes OTHER_DATA = Bytes.hex("a5".repeat(64));

    private static final int SIGNATURE_BYTES = 700;

    private Samples() {}

    /** A quote of a version, whose body ends with report data. */
    static Bytes quote(int version, Bytes reportData) {
        var body = version == 3 ? 384 : 584;
        var out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(new byte[] {(byte) version}, 48));
        if (version == 5) {
            out.writeBytes(new byte[] {2, 0});
            out.writeBytes(u32(body));
        }
        out.writeBytes(new byte[body - 64]);
        out.writeBytes(reportData.toByteArray());
        out.writeBytes(u32(SIGNATURE_BYTES));
        var signature = new byte[SIGNATURE_BYTES];
        signature[0] = 1;
        out.writeBytes(signature);
        return Bytes.of(out.toByteArray());
    }

    /** A quote in a buffer of 8 KiB. */
    static Bytes padded(Bytes quote) {
        return Bytes.of(Arrays.copyOf(quote.toByteArray(), 8192));
    }

    static Bytes snpReport(Bytes reportData) {
        var report = new byte[1184];
        report[0] = 3;
        System.arraycopy(reportData.toByteArray(), 0, report, 0x50, 64);
        return Bytes.of(report);
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
