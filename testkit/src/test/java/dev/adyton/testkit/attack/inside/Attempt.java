package dev.adyton.testkit.attack.inside;

import org.jspecify.annotations.Nullable;

/** One thing that code in an enclave tries. */
@FunctionalInterface
interface Attempt {
    /**
     * Returns what it got; nothing is success too. A refusal is an exception.
     *
     * @throws Throwable the refusal, an error where the Java runtime says it so
     */
    @Nullable Object perform(Scene scene) throws Throwable;
}
