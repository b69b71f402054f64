package dev.adyton.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipReaderTest {
    /** A change of a file that was fine, and what the refusal must say. */
    private static Arguments broken(String name, Consumer<ZipFixture> change, String why) {
        return Arguments.argumentSet(name, change, why);
    }

    static Stream<Arguments> endRecords() {
        return Stream.of(
                broken("disk", zip -> zip.putShort(zip.end() + 4, 1), "End record: disk number is 1, wanted 0"),
                broken(
                        "disk of the directory",
                        zip -> zip.putShort(zip.end() + 6, 2),
                        "End record: disk of the directory is 2, wanted 0"),
                broken(
                        "entries here",
                        zip -> zip.putShort(zip.end() + 8, 1),
                        "End record: number of entries on this disk is 1, wanted 3"),
                broken("no entries", zip -> zip.putEntries(0), "Image has 0 entries, allowed are 1 to 1025"),
                broken("too many", zip -> zip.putEntries(1026), "Image has 1026 entries, allowed are 1 to 1025"),
                broken("fewer entries", zip -> zip.putEntries(2), "47 bytes between the last directory header"),
                broken("more entries", zip -> zip.putEntries(4), "Entry 4 of 4: no directory header at byte"),
                broken("ZIP64 count", zip -> zip.putEntries(0xffff), "points to a ZIP64 record"),
                broken("ZIP64 size", zip -> zip.putInt(zip.end() + 12, -1), "points to a ZIP64 record"),
                broken("ZIP64 offset", zip -> zip.putInt(zip.end() + 16, -1), "points to a ZIP64 record"),
                broken("directory size", zip -> zip.addInt(zip.end() + 12, 1), "The directory should reach from byte"),
                broken(
                        "directory offset",
                        zip -> zip.addInt(zip.end() + 16, 1),
                        "The directory should reach from byte"),
                broken("huge directory", zip -> zip.putInt(zip.end() + 12, 0xffff_fff0), "but has 4294967280 bytes"),
                broken("comment length", zip -> zip.putShort(zip.end() + 20, 5), "comment length is 5, wanted 0"),
                broken("no end record", zip -> zip.putInt(zip.end(), 0), "Image is truncated: no end record"));
    }

    static Stream<Arguments> commonFields() {
        return Stream.of(
                broken("encrypted", zip -> zip.putBoth(1, 2, 1), "'b': is encrypted"),
                broken("data descriptor", zip -> zip.putBoth(1, 2, 8), "'b': has a data descriptor"),
                broken("UTF-8 flag", zip -> zip.putBoth(1, 2, 0x800), "'b': flags is 2048, wanted 0"),
                broken(
                        "deflated",
                        zip -> zip.putBoth(1, 4, 8),
                        "'b': is compressed (method 8), only stored is allowed"),
                broken("time", zip -> zip.putBoth(1, 6, 1), "'b': time is 1, wanted 0"),
                broken("date", zip -> zip.putBoth(1, 8, 34), "'b': date is 34, wanted 33"),
                broken(
                        "CRC",
                        zip -> zip.addBothInts(1, 10, 1),
                        "'b': content has CRC-32 11ca8a66, its header says 11ca8a67"),
                broken("ZIP64 stored size", zip -> zip.addBothInts(1, 14, -4), "'b': is a ZIP64 entry"),
                broken("ZIP64 size", zip -> zip.addBothInts(1, 18, -4), "'b': is a ZIP64 entry"),
                broken(
                        "sizes differ",
                        zip -> zip.addBothInts(1, 18, 7),
                        "'b': is stored in 3 bytes but says it has 10"),
                broken("extra field", zip -> zip.putBoth(1, 24, 4), "'b': extra field bytes is 4, wanted 0"),
                broken("version", zip -> zip.putBoth(1, 0, 45), "'b': version needed to extract is 45, wanted 10"),
                broken("long path", zip -> zip.putBoth(1, 22, 256), "Entry 2 of 3: path of 256 bytes reaches beyond"),
                broken("no path", zip -> zip.putBoth(1, 22, 0), "Entry 2 of 3 '': path is empty"));
    }

    static Stream<Arguments> directoryHeaders() {
        return Stream.of(
                broken("signature", zip -> zip.putInt(zip.central(1), 0), "Entry 2 of 3: no directory header at byte"),
                broken(
                        "made by",
                        zip -> zip.putShort(zip.central(1) + 4, 0x31e),
                        "'b': version made by is 798, wanted 10"),
                broken("comment", zip -> zip.putShort(zip.central(1) + 32, 1), "'b': comment bytes is 1, wanted 0"),
                broken("disk", zip -> zip.putShort(zip.central(1) + 34, 1), "'b': disk number is 1, wanted 0"),
                broken(
                        "internal",
                        zip -> zip.putShort(zip.central(1) + 36, 1),
                        "'b': internal attributes is 1, wanted 0"),
                broken(
                        "external",
                        zip -> zip.putInt(zip.central(1) + 38, -1),
                        "external attributes is 4294967295, wanted 0"),
                broken("overlap", zip -> zip.putInt(zip.central(1) + 42, 0), "'b': starts at byte 0 and overlaps"),
                broken("gap", zip -> zip.addInt(zip.central(1) + 42, 1), "'b': starts at byte 32, a gap after byte 31"),
                broken("far", zip -> zip.putInt(zip.central(1) + 42, -1), "'b': starts at byte 4294967295, a gap"));
    }

    static Stream<Arguments> localHeaders() {
        return Stream.of(
                broken("signature", zip -> zip.putInt(zip.local(1), 0), "'b': no entry header at byte 31"),
                broken("size", zip -> zip.addInt(zip.local(1) + 22, 1), "differs from the one in the directory"),
                broken("method", zip -> zip.putShort(zip.local(1) + 8, 8), "differs from the one in the directory"),
                broken("flags", zip -> zip.putShort(zip.local(1) + 6, 8), "differs from the one in the directory"),
                broken("extra", zip -> zip.putShort(zip.local(1) + 28, 1), "differs from the one in the directory"),
                broken("path", zip -> zip.putByte(zip.local(1) + 30, 'x'), "differs from the one in the directory"),
                broken("content", zip -> zip.putByte(zip.local(1) + 31, 'x'), "'b': content has CRC-32"));
    }

    @ParameterizedTest
    @MethodSource({"endRecords", "commonFields", "directoryHeaders", "localHeaders"})
    void one_wrong_field_is_refused_with_the_reason(Consumer<ZipFixture> change, String why) {
        var zip = new ZipFixture("a", "", "b", "two", "c", "three");
        change.accept(zip);

        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.bytes()))
                .withMessageContaining(why);
    }

    @Test
    void a_size_that_reaches_beyond_the_directory_is_refused_before_anything_is_allocated() {
        var zip = new ZipFixture("a", "", "b", "two");
        zip.addBothInts(1, 14, 500 << 20);
        zip.addBothInts(1, 18, 500 << 20);

        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.bytes()))
                .withMessageContaining("'b': 524288003 bytes reach beyond the directory");
    }

    @Test
    void a_shorter_last_entry_leaves_bytes_that_nothing_owns() {
        var zip = new ZipFixture("a", "xyz");
        zip.addBothInts(0, 14, -3);
        zip.addBothInts(0, 18, -3);
        zip.addBothInts(0, 10, -ZipHeader.crc(ByteBuffer.wrap("xyz".getBytes(US_ASCII))));

        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.bytes()))
                .withMessage("3 bytes between the last entry and the directory");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 22, 3000})
    void bytes_after_the_end_record_are_refused(int count) {
        var zip = new ZipFixture("a", "one");
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.extended(count)))
                .withMessage(count + " bytes after the end record, which are not allowed");
    }

    @Test
    void a_comment_is_refused_as_one() {
        var zip = new ZipFixture("a", "one");
        zip.putShort(zip.end() + 20, 9);
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.extended(9)))
                .withMessage("Image has a comment of 9 bytes, which is not allowed");
    }

    @Test
    void bytes_before_the_first_entry_are_refused() {
        var bytes = new ZipFixture("a", "one").bytes();
        var shifted = ByteBuffer.allocate(bytes.length + 4).put(4, bytes).array();
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(shifted))
                .withMessageContaining("do not start as a ZIP file with an entry");
    }

    @Test
    void every_truncation_is_refused() {
        var bytes = new ZipFixture("a", "one", "b", "two").bytes();
        for (int length = 0; length < bytes.length; length++) {
            var cut = ByteBuffer.allocate(length).put(bytes, 0, length).array();
            assertThatExceptionOfType(ImageFormatException.class)
                    .as("cut to %d bytes", length)
                    .isThrownBy(() -> ZipReader.read(cut));
        }
    }

    @Test
    void every_change_of_one_bit_is_refused() {
        var bytes = new ZipFixture("ab", "one", "cd", "two").bytes();
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            var changed = bytes.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(ImageFormatException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> ZipReader.read(changed));
        }
    }

    @Test
    void a_path_that_appears_twice_is_refused() {
        var zip = new ZipFixture("a", "one", "b", "two");
        zip.putByte(zip.local(1) + ZipLayout.LOCAL_BYTES, 'a');
        zip.putByte(zip.central(1) + ZipLayout.CENTRAL_BYTES, 'a');
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(zip.bytes()))
                .withMessage("Entry 'a' appears twice");
    }

    @Test
    void paths_that_differ_only_in_case_are_refused() {
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(new ZipFixture("lib/a", "", "LIB/A", "").bytes()))
                .withMessage("Entries 'lib/a' and 'LIB/A' differ only in case");
    }

    @Test
    void entries_are_located_in_the_order_of_the_file() throws ImageFormatException {
        assertThat(ZipReader.read(new ZipFixture("z", "one", "a", "", "m/n", "three").bytes()))
                .containsExactly(
                        new ZipReader.Located("z", 31, 3),
                        new ZipReader.Located("a", 65, 0),
                        new ZipReader.Located("m/n", 98, 5));
    }

    @Test
    void more_entries_than_allowed_are_refused() {
        SequencedMap<String, ByteBuffer> contents = new LinkedHashMap<>();
        for (int i = 0; i <= EnclaveImage.MAX_ENTRIES + 1; i++) {
            contents.put("e" + i, ByteBuffer.allocate(0));
        }
        assertThatExceptionOfType(ImageFormatException.class)
                .isThrownBy(() -> ZipReader.read(ZipWriter.write(contents)))
                .withMessage("Image has 1026 entries, allowed are 1 to 1025");
    }
}
