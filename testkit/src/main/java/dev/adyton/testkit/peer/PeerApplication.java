package dev.adyton.testkit.peer;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.BindableService;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The application in the conformance suite's enclaves. */
public final class PeerApplication implements TrustedApplication {
    private @Nullable EnclaveContext context;
    private FailRequest failFinish = FailRequest.getDefaultInstance();

    /** Made by the runtime. */
    public PeerApplication() {}

    @Override
    public void initialize(EnclaveContext given) throws InvalidProtocolBufferException {
        context = given;
        var behaviour = find(given.config().getPayloadList(), Behaviour.class);
        if (behaviour.isPresent()) {
            failFinish = behaviour.get().getFinish();
            Failures.fail(behaviour.get().getInitialize());
        }
    }

    /** Answers its own payload, unless there is a {@link FailRequest} in it. */
    @Override
    public EnclaveOutput run(EnclaveInput input) throws InvalidProtocolBufferException {
        find(input.getPayloadList(), FailRequest.class).ifPresent(Failures::fail);
        return EnclaveOutput.newBuilder().addAllPayload(input.getPayloadList()).build();
    }

    @Override
    public void finish(EnclaveFinal input) {
        Failures.fail(failFinish);
    }

    @Override
    public List<BindableService> services() {
        var inside = initialized();
        var peer = new PeerService(PeerService.Side.ENCLAVE, inside::hostChannel, UnaryOperator.identity());
        return List.of(peer::intercepted, new InsideService(inside));
    }

    private EnclaveContext initialized() {
        if (context == null) {
            throw new IllegalStateException("services asked for before initialize");
        }
        return context;
    }

    private static <T extends Message> Optional<T> find(List<Any> payload, Class<T> type)
            throws InvalidProtocolBufferException {
        for (var item : payload) {
            if (item.is(type)) {
                return Optional.of(item.unpack(type));
            }
        }
        return Optional.empty();
    }
}
