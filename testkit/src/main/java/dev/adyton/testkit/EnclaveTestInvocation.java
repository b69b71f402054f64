package dev.adyton.testkit;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One {@link EnclaveTest} on one backend: hands out what the method asks for and ends it afterwards. */
final class EnclaveTestInvocation
        implements TestTemplateInvocationContext, ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Set<Class<?>> RESOLVED =
            Set.of(EnclaveClient.class, EnclaveManager.class, EnclaveLoader.class, EnclaveImage.class, Backend.class);

    private final Backend backend;
    private final EnclaveImage image;
    private final EnclaveFixture fixture;

    EnclaveTestInvocation(Backend backend, EnclaveImage image) {
        this.backend = backend;
        this.image = image;
        fixture = new EnclaveFixture(backend, image);
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return backend.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return backend.unavailability()
                .map(why -> ConditionEvaluationResult.disabled(backend + " is not available: " + why))
                .orElseGet(() -> ConditionEvaluationResult.enabled(backend + " is available"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return RESOLVED.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        if (type == EnclaveClient.class) {
            return fixture.client(HostGrants.of(context.getRequiredTestInstances()));
        } else if (type == EnclaveManager.class) {
            return fixture.manager();
        } else if (type == EnclaveLoader.class) {
            return fixture.loader();
        }
        return type == Backend.class ? backend : image;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        fixture.close();
    }
}
