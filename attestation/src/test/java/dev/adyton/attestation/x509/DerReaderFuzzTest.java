package dev.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.verify.VerificationException;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class DerReaderFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of("3007020105160268690400", "048180" + "00".repeat(128)).map(HexFormat.of()::parseHex);
    }

    @MethodSource("seeds")
    @FuzzTest
    void elements_are_refused_with_a_reason_or_there_is_one_encoding_of_them(byte[] der) {
        var again = new ByteArrayOutputStream();
        try {
            var reader = DerReader.of("it", Bytes.of(der));
            while (!reader.atEnd()) {
                var tag = reader.nextTag();
                write(again, tag, reader.content(tag));
            }
            reader.end();
        } catch (VerificationException e) {
            assertThat(e).hasMessageMatching("it: [ -~]{10,}");
            return;
        }
        assertThat(again.toByteArray()).isEqualTo(der);
    }

    private static void write(ByteArrayOutputStream out, int tag, byte[] content) {
        out.write(tag);
        if (content.length > 0xffff) {
            out.write(0x83);
            out.write(content.length >>> 16);
        } else if (content.length > 0xff) {
            out.write(0x82);
        } else if (content.length > 0x7f) {
            out.write(0x81);
        }
        if (content.length > 0xff) {
            out.write(content.length >>> 8);
        }
        out.write(content.length);
        out.writeBytes(content);
    }
}
