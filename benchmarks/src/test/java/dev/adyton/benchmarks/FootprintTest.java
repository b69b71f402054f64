package dev.adyton.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintTest {
    @TempDir
    private Path directory;

    /** A module that requires another, with a file of a megabyte and a half beside its descriptor. */
    private Path module(String required, AccessFlag... how) throws IOException {
        var descriptor = ClassFile.of().buildModule(ModuleAttribute.of(ModuleDesc.of("made"), module -> {
            module.requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null);
            module.requires(ModuleDesc.of(required), Set.of(how), null);
        }));
        Files.write(directory.resolve("module-info.class"), descriptor);
        Files.write(directory.resolve("data"), new byte[1_500_000 - descriptor.length]);
        return directory;
    }

    @Test
    void the_size_is_that_of_all_files_and_compared_with_the_limit() throws IOException {
        var row = Footprint.of(module("java.sql"));

        assertThat(row.median()).isEqualTo(1.5);
        assertThat(row.unit()).isEqualTo("MB");
        assertThat(row.peer()).isEqualTo("3 MB");
        assertThat(row.ratio()).isEqualTo(0.5);
        assertThat(row.met()).isTrue();
    }

    @Test
    void what_only_the_compiler_needs_does_not_count() throws IOException {
        assertThat(Footprint.of(module("only.annotations", AccessFlag.STATIC_PHASE))
                        .ratio())
                .isEqualTo(0.5);
    }

    @Test
    void what_would_have_to_be_counted_too_is_told() throws IOException {
        var module = module("some.library");

        assertThatIllegalStateException()
                .isThrownBy(() -> Footprint.of(module))
                .withMessageStartingWith("made: found that it requires some.library");
    }

    @Test
    void a_relying_party_takes_less_than_three_megabytes_along() throws IOException {
        var row = Footprint.measure();

        assertThat(row.met()).as("%s MB", row.median()).isTrue();
        assertThat(row.median()).isPositive();
    }
}
