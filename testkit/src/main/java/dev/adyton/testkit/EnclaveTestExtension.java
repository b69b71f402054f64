package dev.adyton.testkit;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs an {@link EnclaveTest} once on each backend. */
final class EnclaveTestExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), EnclaveTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        var test = AnnotationSupport.findAnnotation(context.getTestMethod(), EnclaveTest.class)
                .orElseThrow();
        var image = image(test, context.getRequiredTestMethod().toString());
        return Stream.of(test.backends()).map(backend -> new EnclaveTestInvocation(backend, image));
    }

    private static EnclaveImage image(EnclaveTest test, String method) {
        var hasApplication = test.application() != TrustedApplication.class;
        if (hasApplication == !test.image().isEmpty()) {
            throw new ExtensionConfigurationException("@EnclaveTest on " + method + ": found "
                    + (hasApplication ? "both application and image" : "neither application nor image")
                    + ", wanted one of them");
        }
        if (hasApplication) {
            return TestImage.debug(test.application(), test.with());
        }
        try {
            return EnclaveImage.read(Path.of(test.image()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("@EnclaveTest on " + method + ": image " + test.image(), unreadable);
        }
    }
}
