package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Row CALL =
            new Row("unary-64B", "process", 100, 50.04, 90.5, "us", 20000, 0, "grpc netty", 0.5, 0.6);
    private static final Row STREAM =
            new Row("stream-16MiB", "process", 10, 9000, 9900, "us", 110, 1760, "grpc netty", 0.7, 0.8);

    @Test
    void a_line_shows_median_p99_rate_ratio_and_whether_it_is_as_wanted() {
        assertThat(line(CALL))
                .contains(
                        "unary-64B", "process", "50.0", "90.5", "20000", "0.50 x grpc netty (wanted at most 0.6: met)");
        assertThat(line(STREAM)).contains("1760", "0.70 x grpc netty (wanted at least 0.8: not met)");
    }

    @Test
    void a_peer_has_no_ratio() {
        assertThat(line(new Row("unary-64B", "grpc netty", 1, 1, 1, "us", 1, 0, null, null, null)))
                .doesNotContain(" x ");
    }

    @Test
    void the_file_holds_every_number(@TempDir Path directory) throws Exception {
        var file = directory.resolve("new/bench.json");

        Report.of(Instant.EPOCH, List.of(CALL, STREAM)).writeTo(file);

        var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(json.get("when").getAsString()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(json.getAsJsonArray("rows")).hasSize(2);
        assertThat(json.getAsJsonArray("rows")
                        .get(0)
                        .getAsJsonObject()
                        .get("median")
                        .getAsDouble())
                .isEqualTo(50.04);
    }

    private static String line(Row row) {
        var text = new StringWriter();
        Report.print(row, new PrintWriter(text));
        return text.toString();
    }
}
