package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CborWriterTest {
    @Test
    void keys_are_sorted_by_their_encoding_whatever_their_order() {
        Map<Cbor, Cbor> entries = new LinkedHashMap<>();
        // The example of RFC 8949 section 4.2.1, as far as there are such keys here.
        entries.put(new Cbor.Text("aa"), new Cbor.Null());
        entries.put(new Cbor.Int(-1), new Cbor.Null());
        entries.put(new Cbor.Text("z"), new Cbor.Null());
        entries.put(new Cbor.Int(100), new Cbor.Null());
        entries.put(new Cbor.Int(10), new Cbor.Null());
        assertThat(CborWriter.write(new Cbor.Dictionary(entries)).hex())
                .isEqualTo("a5" + "0af6" + "1864f6" + "20f6" + "617af6" + "626161f6");
    }

    @Test
    void the_widest_integers_are_written() {
        assertThat(CborWriter.write(new Cbor.Int(Long.MAX_VALUE)).hex()).isEqualTo("1b7fffffffffffffff");
        assertThat(CborWriter.write(new Cbor.Int(Long.MIN_VALUE)).hex()).isEqualTo("3b7fffffffffffffff");
    }

    @Test
    void no_tag_is_negative() {
        assertThatIllegalArgumentException().isThrownBy(() -> CborWriter.write(new Cbor.Tag(-1, new Cbor.Null())));
    }
}
