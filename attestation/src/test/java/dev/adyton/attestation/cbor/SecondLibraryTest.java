package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader here and {@link SecondLibrary} see the same in the same bytes. The random numbers are the same in each run. */
class SecondLibraryTest {
    private static final int ROUNDS = 2000;

    private final Random random = new Random(8949);

    @Test
    void random_items_are_read_alike_and_written_alike() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            var item = item(3);
            var written = CborWriter.write(item);
            assertThat(CborReader.read(written, CborForm.DETERMINISTIC)).isEqualTo(item);
            assertThat(SecondLibrary.read(written.toByteArray())).hasValue(item);
        }
    }

    @Test
    void what_is_read_in_damaged_items_is_read_alike() {
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            var data = CborWriter.write(item(3)).toByteArray();
            data[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
            var here = read(data);
            if (here.isPresent()) {
                read++;
                assertThat(SecondLibrary.read(data)).isEqualTo(here);
            }
        }
        assertThat(read).isPositive();
    }

    private static Optional<Cbor> read(byte[] data) {
        try {
            return Optional.of(CborReader.read(Bytes.of(data), CborForm.ANY));
        } catch (MalformedEvidenceException _) {
            return Optional.empty();
        }
    }

    private Cbor item(int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 8)) {
            case 0 -> new Cbor.Int(random.nextLong() >> random.nextInt(64));
            case 1 -> new Cbor.ByteString(Bytes.of(bytes()));
            case 2 -> text();
            case 3 -> new Cbor.Bool(random.nextBoolean());
            case 4 -> new Cbor.Null();
            case 5 -> new Cbor.Array(items(depth - 1));
            case 6 -> dictionary(depth - 1);
            // Numbers without a meaning of their own, which a library may check the content for.
            default -> new Cbor.Tag(60_000 + random.nextInt(1000), item(depth - 1));
        };
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Cbor text() {
        return new Cbor.Text("\u00e4b\u6c34".repeat(random.nextInt(10)) + random.nextInt());
    }

    private List<Cbor> items(int depth) {
        var items = new ArrayList<Cbor>();
        for (int i = random.nextInt(8); i > 0; i--) {
            items.add(item(depth));
        }
        return items;
    }

    private Cbor dictionary(int depth) {
        Map<Cbor, Cbor> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            entries.put(
                    random.nextBoolean() ? new Cbor.Int(random.nextLong() >> random.nextInt(64)) : text(), item(depth));
        }
        return new Cbor.Dictionary(entries);
    }
}
