package dev.adyton.examples.bouncing.circles;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveConfig;
import dev.adyton.protocol.EnclaveFinal;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.List;

/**
 * The application inside the enclave of one circle. Its host gives it {@link CircleConstants} as the only message of the configuration
 * and calls it through {@link BouncingCircleGrpc}.
 */
public final class CirclesApplication implements TrustedApplication {
    private List<BindableService> services = List.of();
    private Runnable whenFinished = () -> {};

    /** Made by the enclave's runtime. */
    public CirclesApplication() {}

    @Override
    public void initialize(EnclaveContext context) throws StatusException {
        var constants = ConstantsCheck.checked(constants(context.config()));
        var circle = new WatchedCircle(constants);
        services = List.of(new CircleService(circle, context::abort));
        whenFinished = circle::close;
    }

    @Override
    public List<BindableService> services() {
        return services;
    }

    @Override
    public void finish(EnclaveFinal input) {
        whenFinished.run();
    }

    private static CircleConstants constants(EnclaveConfig config) throws StatusException {
        var found = config.getPayloadCount();
        if (found != 1 || !config.getPayload(0).is(CircleConstants.class)) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("Configuration: found %d messages%s, wanted one %s"
                            .formatted(
                                    found,
                                    found == 0
                                            ? ""
                                            : ", first " + config.getPayload(0).getTypeUrl(),
                                    CircleConstants.getDescriptor().getFullName()))
                    .asException();
        }
        try {
            return config.getPayload(0).unpack(CircleConstants.class);
        } catch (InvalidProtocolBufferException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription(
                            "Malformed " + CircleConstants.getDescriptor().getFullName())
                    .withCause(e)
                    .asException();
        }
    }
}
