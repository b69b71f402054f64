/**
 * What users get to test enclaves: {@link dev.adyton.testkit.EnclaveTest} runs a test once on each backend,
 * {@link dev.adyton.testkit.LeakCheck} fails a test that leaves something behind, and
 * {@link dev.adyton.testkit.BackendConformance} is the suite that every backend has to pass.
 */
@NullMarked
package dev.adyton.testkit;

import org.jspecify.annotations.NullMarked;
