package dev.adyton.examples.bouncing.circles.web;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Drives the system's Chromium, so it has to be there; none is downloaded. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsChromium.Condition.class)
@interface NeedsChromium {
    /** Skips with the reason. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return executable()
                    .map(found -> ConditionEvaluationResult.enabled("found " + found))
                    .orElseGet(() -> ConditionEvaluationResult.disabled(
                            "found no chromium on the PATH: install the package chromium to run browser tests"));
        }

        static Optional<Path> executable() {
            return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(directory -> Path.of(directory, "chromium"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
