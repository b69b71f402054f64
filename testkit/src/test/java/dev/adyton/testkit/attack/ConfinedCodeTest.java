package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.testkit.LeakCheck;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the code in a confined enclave process can do to the machine, its user and the runtime around it: nothing of all that it tries. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass(name = "{0}")
@EnumSource(Level.class)
class ConfinedCodeTest {
    @RegisterExtension
    static final LeakCheck LEAKS = LeakCheck.ofTheClass();

    private static final String HOSTS_PROPERTY = "adyton.attack.secret";

    private static @Nullable AttackedMachine attacked;

    private final Level level;

    ConfinedCodeTest(Level level) {
        this.level = level;
    }

    @BeforeParameterizedClassInvocation
    static void load(Level level, @TempDir Path machine, @TempDir Path enclaves) throws Exception {
        level.unavailability().ifPresent(reason -> Assumptions.abort(level + " is not to be had: " + reason));
        System.setProperty(HOSTS_PROPERTY, "of the host");
        var loader = level.loader(enclaves);
        attacked = AttackedMachine.in(machine, loader, loader::close);
    }

    @AfterParameterizedClassInvocation
    static void end() throws Exception {
        System.clearProperty(HOSTS_PROPERTY);
        if (attacked != null) {
            attacked.close();
            attacked = null;
        }
    }

    private static AttackedMachine attacked() {
        return Objects.requireNonNull(attacked);
    }

    static Stream<Arguments> refusals() {
        return Refusals.all().entrySet().stream().map(refusal -> Arguments.of(refusal.getKey(), refusal.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void is_refused(String attempt, String told) throws Exception {
        var outcome = attacked().tries(attempt);
        assertThat(outcome.getTold())
                .as("%s, %s", attempt, level)
                .matches(
                        found -> Stream.of(told.split(Refusals.OR)).anyMatch(found::startsWith), "begins with " + told);
        assertThat(outcome.getSucceeded()).isFalse();
        assertThat(attacked().machine().changes()).isEmpty();
    }

    @Test
    void every_attempt_that_the_image_knows_is_made() {
        assertThat(attacked().attempts())
                .containsExactlyInAnyOrderElementsOf(Refusals.all().keySet());
    }
}
