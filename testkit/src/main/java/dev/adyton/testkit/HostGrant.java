package dev.adyton.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a field, or a method without parameters, of type {@link dev.adyton.host.api.HostAccess} in a test class: what the enclaves of its
 * {@link EnclaveTest}s may ask of their host. At most one in a class and its superclasses; without one nothing is granted. Read when the
 * enclave is loaded, which is after {@code @BeforeEach}.
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface HostGrant {}
