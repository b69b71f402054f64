package dev.adyton.testkit.attack.inside;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application that tries whatever it is told to, and says what came of it. */
public final class Attacker implements TrustedApplication {
    private final Map<String, Attempt> attempts = new TreeMap<>();

    /** Made by the runtime. */
    public Attacker() {}

    @Override
    public void initialize(EnclaveContext context) {
        Stream.of(
                        FileReads.all(),
                        FileWrites.all(),
                        KernelFiles.all(),
                        Sockets.all(),
                        Processes.all(),
                        NativeCode.all(),
                        Management.all(),
                        Surroundings.all(),
                        new RuntimeInsides(context).all())
                .forEach(attempts::putAll);
    }

    @Override
    public List<BindableService> services() {
        return List.of(new Service());
    }

    private Outcome attempt(Attack attack) {
        var attempt = attempts.get(attack.getName());
        if (attempt == null) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("no attempt " + attack.getName())
                    .asRuntimeException();
        }
        var outcome = Outcome.newBuilder();
        try {
            var got = attempt.perform(attack.getScene());
            return outcome.setSucceeded(true).setTold(String.valueOf(got)).build();
        } catch (Throwable refusal) {
            // Whatever it is: some refusals are errors.
            return outcome.setTold(chain(refusal)).build();
        }
    }

    private static String chain(Throwable refusal) {
        var causes = new ArrayList<Throwable>();
        for (var cause = refusal; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.stream().map(Throwable::toString).collect(Collectors.joining(" < "));
    }

    private final class Service extends AttacksGrpc.AttacksImplBase {
        @Override
        public void list(ListRequest request, StreamObserver<ListReply> reply) {
            reply.onNext(ListReply.newBuilder().addAllNames(attempts.keySet()).build());
            reply.onCompleted();
        }

        @Override
        public void try_(Attack attack, StreamObserver<Outcome> reply) {
            reply.onNext(attempt(attack));
            reply.onCompleted();
        }
    }
}
