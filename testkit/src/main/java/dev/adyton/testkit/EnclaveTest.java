package dev.adyton.testkit;

import dev.adyton.enclave.api.TrustedApplication;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on each backend, with a fresh enclave each time.
 *
 * <pre>{@code
 * @EnclaveTest(application = Greeter.class)
 * void greets(EnclaveClient enclave) {
 *     var greeter = GreeterGrpc.newBlockingStub(enclave.channel());
 *     ...
 * }
 * }</pre>
 *
 * <p>The method may take, in any order: {@link dev.adyton.host.api.EnclaveClient} (of an enclave that is running),
 * {@link dev.adyton.host.api.EnclaveManager}, {@link dev.adyton.host.api.spi.EnclaveLoader}, {@link dev.adyton.image.EnclaveImage} and
 * {@link Backend}. Only what is asked for is started. All of it is ended after the test; a test that ended its enclave itself
 * may do so. What the enclave may ask of its host is granted by a field or method with {@link HostGrant}.
 *
 * <p>Exactly one of {@link #application()} and {@link #image()} has to be given. To give the same to many tests, put this on an annotation
 * of your own.
 */
@Documented
@SuppressWarnings("exports") // The extension is for JUnit alone.
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EnclaveTestExtension.class)
public @interface EnclaveTest {
    /**
     * The application to build a debug image of: the directory or jar that the class was loaded from, as {@link TestImage} says.
     */
    Class<? extends TrustedApplication> application() default TrustedApplication.class;

    /** Classes whose directories or jars go into the image too, one for each library that the application needs. */
    Class<?>[] with() default {};

    /** Path of an image file, relative to the working directory. */
    String image() default "";

    /**
     * The backends to run on, one after another. A backend that is not available here is reported as skipped, with the reason.
     */
    Backend[] backends() default {Backend.IN_PROCESS, Backend.PROCESS, Backend.REMOTE_LOCAL, Backend.REMOTE_SERVER};
}
