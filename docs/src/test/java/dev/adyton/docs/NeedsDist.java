package dev.adyton.docs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs the built command, so the package phase must have passed. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsDist.Condition.class)
@interface NeedsDist {
    /** Skips with the reason. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Files.exists(Checkout.dist().resolve("stamp"))
                    ? ConditionEvaluationResult.enabled("the command is built")
                    : ConditionEvaluationResult.disabled(
                            "the command is not built: run mvn verify, which packages it first");
        }
    }
}
