package dev.adyton.enclave.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jars that lie: each is well-formed but for the one field that the test changes. */
class JarLimitsTest {
    private static final int FLAGS = 8;
    private static final int METHOD = 10;
    private static final int CRC = 16;
    private static final int COMPRESSED = 20;
    private static final int SIZE = 24;
    private static final int HEADER = 42;

    @Test
    void files_are_read_whether_deflated_or_stored() throws IOException {
        var jar = open(zip("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".getBytes(US_ASCII)));
        assertThat(jar.read(Objects.requireNonNull(jar.find("file"))))
                .asString()
                .startsWith("aaa")
                .hasSize(30);

        var stored = open(stored("bbb".getBytes(US_ASCII)));
        assertThat(stored.read(Objects.requireNonNull(stored.find("file"))))
                .asString()
                .isEqualTo("bbb");
        assertThat(stored.find("directory/")).isNull();

        var empty = open(zip(new byte[0]));
        assertThat(empty.read(Objects.requireNonNull(empty.find("file")))).isEmpty();
    }

    @Test
    void a_file_that_inflates_to_more_than_it_says_is_cut_off() throws IOException {
        var jar = open(changed(zip(new byte[100_000]), SIZE, 99_999));

        assertUnreadable(jar, "inflates to more than 99999 bytes, wanted 99999");
    }

    @Test
    void a_file_that_inflates_to_less_than_it_says_is_refused() throws IOException {
        assertUnreadable(open(changed(zip(new byte[1000]), SIZE, 1001)), "inflates to 1000 bytes, wanted 1001");
    }

    @Test
    void a_file_that_claims_more_than_deflate_can_give_is_refused_before_anything_is_allocated() {
        assertRefused(changed(zip(new byte[1000]), SIZE, 100 << 20), "claims 104857600 bytes", "1032 times");
    }

    @Test
    void a_file_over_the_limit_is_refused() {
        var zip = changed(changed(zip(new byte[1000]), SIZE, 200 << 20), COMPRESSED, 100 << 20);
        assertRefused(zip, "has 209715200 bytes", "at most " + JarBudget.MAX_ENTRY_BYTES);
    }

    @Test
    void all_jars_of_an_image_share_one_budget() throws IOException {
        var budget = new JarBudget();
        var large = new JarEntry("large", 0, JarEntry.STORED, 128 << 20, 128 << 20, 0);
        for (int i = 0; i < 32; i++) {
            budget.take("lib/a.jar", large);
        }
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> budget.take("lib/b.jar", new JarEntry("last", 0, JarEntry.STORED, 1, 1, 0)))
                .withMessageContaining("lib/b.jar: last")
                .withMessageContaining("wanted at most " + JarBudget.MAX_TOTAL_BYTES);
    }

    @Test
    void the_number_of_files_is_limited() throws IOException {
        var budget = new JarBudget();
        var none = new JarEntry("none", 0, JarEntry.STORED, 0, 0, 0);
        for (int i = 0; i < JarBudget.MAX_ENTRIES; i++) {
            budget.take("lib/a.jar", none);
        }
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> budget.take("lib/a.jar", none))
                .withMessageContaining("wanted at most " + JarBudget.MAX_ENTRIES);
    }

    @Test
    void content_that_differs_from_its_checksum_is_refused() throws IOException {
        assertUnreadable(open(changed(zip(new byte[1000]), CRC, 0x12345678)), "wanted 12345678");
    }

    @Test
    void data_that_is_no_deflate_stream_is_refused() throws IOException {
        var zip = zip(new byte[1000]);
        zip[30 + "file".length()] = (byte) 0xff;
        assertUnreadable(open(zip), "does not inflate");
    }

    @Test
    void encryption_and_unknown_compression_are_refused() {
        assertRefused(changed(zip(new byte[9]), FLAGS, 1), "encrypted");
        assertRefused(changed(zip(new byte[9]), METHOD, 12), "method 12, wanted 0 or 8");
    }

    @Test
    void a_stored_file_has_one_size() {
        assertRefused(changed(stored(new byte[9]), SIZE, 8), "is stored in 9 bytes, wanted its size 8");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0x7fffffff, -1})
    void a_file_without_a_header_where_it_should_be_is_refused(int header) throws IOException {
        assertUnreadable(open(changed(stored(new byte[9]), HEADER, header)), "has no header at byte");
    }

    @Test
    void a_file_that_reaches_beyond_the_jar_is_refused() throws IOException {
        var zip = changed(changed(stored(new byte[9]), SIZE, 100_000), COMPRESSED, 100_000);
        assertUnreadable(open(zip), "wanted at most");
    }

    @Test
    void what_is_no_zip_is_refused() {
        assertRefused(new byte[0], "no end record");
        assertRefused(new byte[21], "no end record");
        assertRefused(new byte[100_000], "no end record");
    }

    @Test
    void a_directory_that_is_not_where_the_end_record_says_is_refused() {
        var zip = zip(new byte[9]);
        var bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        int end = zip.length - 22;
        assertRefused(bytes.putInt(end + 16, 3).array(), "has its directory from byte 3");
    }

    @Test
    void a_count_that_does_not_fit_the_directory_is_refused() {
        var two = ByteBuffer.wrap(zip(new byte[9])).order(ByteOrder.LITTLE_ENDIAN);
        int end = two.limit() - 22;
        assertRefused(two.putShort(end + 10, (short) 3).array(), "has no directory entry");
        assertRefused(two.putShort(end + 10, (short) 0).array(), "after the 0 files");
        assertRefused(two.putShort(end + 10, (short) 0xffff).array(), "ZIP64");
    }

    @Test
    void a_name_that_reaches_beyond_the_directory_is_refused() {
        assertRefused(changed(zip(new byte[9]), 28, (short) 0x7fff), "goes on to byte");
    }

    private static void assertRefused(byte[] zip, String... words) {
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> open(zip))
                .satisfies(
                        e -> assertThat(e.getMessage()).startsWith("lib/x.jar").contains(words));
    }

    private static void assertUnreadable(ImageJar jar, String words) {
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> jar.read(Objects.requireNonNull(jar.find("file"))))
                .satisfies(e ->
                        assertThat(e.getMessage()).startsWith("lib/x.jar: file").contains(words));
    }

    private static ImageJar open(byte[] zip) throws IOException {
        return ImageJar.open("lib/x.jar", ByteBuffer.wrap(zip), new JarBudget());
    }

    /** Changes two bytes (below offset 16, and lengths) or four of the first directory entry. */
    private static byte[] changed(byte[] zip, int offset, int value) {
        var bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.getInt(zip.length - 22 + 16) + offset;
        if (offset < CRC || offset == 28) {
            bytes.putShort(at, (short) value);
        } else {
            bytes.putInt(at, value);
        }
        return bytes.array();
    }

    private static byte[] zip(byte[] content) {
        return zip(content, new ZipEntry("file"));
    }

    private static byte[] stored(byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry("file");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        return zip(content, entry);
    }

    private static byte[] zip(byte[] content, ZipEntry entry) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("directory/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
