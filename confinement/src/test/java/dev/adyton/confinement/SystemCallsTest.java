package dev.adyton.confinement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemCallsTest {
    private static final Path X86_64 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
    private static final Path AARCH64 = Path.of("/usr/include/asm-generic/unistd.h");
    private static final Pattern NUMBER = Pattern.compile("(?m)^#define __NR(3264)?_(\\w+) (\\d+)$");
    private static final Pattern ALIAS = Pattern.compile("(?m)^#define __NR_(\\w+) __NR3264_(\\w+)$");

    @Test
    void the_numbers_of_x86_64_are_those_of_the_kernels_header() throws IOException {
        assumeTrue(Files.exists(X86_64), X86_64 + " is not on this machine");
        var header = numbers(Files.readString(X86_64));
        assertThat(header).isNotEmpty();
        assertSameWhereBothHaveIt(SystemCalls.of(Architecture.X86_64).all(), header);
    }

    @Test
    void the_numbers_of_aarch64_are_those_of_the_kernels_header() throws IOException {
        assumeTrue(Files.exists(AARCH64), AARCH64 + " is not on this machine");
        var header = Files.readString(AARCH64);
        var numbers = numbers(header);
        // What has other numbers where a word has 32 bits stands last in the header, 64 bits first.
        var last = header.substring(header.lastIndexOf("#if __BITS_PER_LONG == 64"));
        var aliases = ALIAS.matcher(last.substring(0, last.indexOf("#else")));
        while (aliases.find()) {
            var number = numbers.get(aliases.group(2));
            if (number != null) {
                numbers.put(aliases.group(1), number);
            }
        }
        assertSameWhereBothHaveIt(SystemCalls.of(Architecture.AARCH64).all(), numbers);
    }

    private static void assertSameWhereBothHaveIt(Map<String, Integer> table, Map<String, Integer> header) {
        var common = new HashMap<>(table);
        common.keySet().retainAll(header.keySet());
        // Headers of another release have a few more or less.
        assertThat(common).hasSizeGreaterThan(250);
        assertThat(header).containsAllEntriesOf(common);
    }

    private static Map<String, Integer> numbers(String header) {
        var numbers = new HashMap<String, Integer>();
        NUMBER.matcher(header).results().forEach(match -> numbers.put(match.group(2), Integer.valueOf(match.group(3))));
        return numbers;
    }

    @ParameterizedTest
    @EnumSource
    void every_name_in_a_policy_is_a_system_call(Architecture architecture) {
        var calls = SystemCalls.of(architecture);
        for (var profile : Profile.values()) {
            assertThat(profile.policy(1).rules().keySet())
                    .allSatisfy(name -> assertThat(calls.number(name)).isNotNull());
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_number_has_two_names(Architecture architecture) {
        assertThat(SystemCalls.of(architecture).all().values()).doesNotHaveDuplicates();
    }

    @Test
    void a_call_that_an_architecture_does_not_have_has_no_number() {
        assertThat(SystemCalls.of(Architecture.AARCH64).number("open")).isEmpty();
        assertThat(SystemCalls.of(Architecture.X86_64).number("open")).hasValue(2);
    }

    @Test
    void a_misspelt_name_is_an_error() {
        assertThatThrownBy(() -> SystemCalls.of(Architecture.X86_64).number("opne"))
                .hasMessage("No system call is named opne");
    }

    @Test
    void a_call_that_is_newer_than_the_table_is_shown_by_its_number() {
        assertThat(SystemCalls.of(Architecture.X86_64).name(257)).isEqualTo("openat");
        assertThat(SystemCalls.of(Architecture.X86_64).name(9999)).isEqualTo("#9999");
    }

    @Test
    void an_architecture_is_known_by_what_java_calls_it() {
        assertThat(Architecture.of("Linux", "amd64")).contains(Architecture.X86_64);
        assertThat(Architecture.of("Linux", "aarch64")).contains(Architecture.AARCH64);
        assertThat(Architecture.of("Linux", "riscv64")).isEmpty();
        assertThat(Architecture.of("Mac OS X", "aarch64")).isEmpty();
    }
}
