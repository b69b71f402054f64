package dev.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.adyton.attestation.Bytes;
import dev.adyton.attestation.MalformedEvidenceException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

class CborFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.concat(
                        Rfc8949VectorsTest.deterministic_examples_are_read_and_written(),
                        Rfc8949VectorsTest.examples_of_indefinite_length_are_read_where_allowed())
                .map(vector -> Bytes.hex((String) vector.get()[0]).toByteArray());
    }

    @MethodSource("seeds")
    @FuzzTest
    void what_is_read_is_what_another_library_reads_and_has_one_deterministic_encoding(byte[] data) throws Exception {
        Cbor item;
        try {
            item = CborReader.read(Bytes.of(data), CborForm.ANY);
        } catch (MalformedEvidenceException e) {
            assertThat(e).hasMessageContaining("found").hasMessageContaining("wanted");
            return;
        }
        var written = CborWriter.write(item);
        assertThat(CborReader.read(written, CborForm.DETERMINISTIC)).isEqualTo(item);
        boolean deterministic;
        try {
            CborReader.read(Bytes.of(data), CborForm.DETERMINISTIC);
            deterministic = true;
        } catch (MalformedEvidenceException _) {
            deterministic = false;
        }
        assertThat(deterministic).isEqualTo(written.equals(Bytes.of(data)));
        assertThat(SecondLibrary.read(data)).hasValue(item);
    }
}
