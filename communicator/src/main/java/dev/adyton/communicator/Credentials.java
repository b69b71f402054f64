package dev.adyton.communicator;

import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Lets a call's credentials put their headers in before it begins. */
final class Credentials {
    private final Session session;
    private final MethodDescriptor<?, ?> method;
    private final CallOptions options;

    Credentials(Session session, MethodDescriptor<?, ?> method, CallOptions options) {
        this.session = session;
        this.method = method;
        this.options = options;
    }

    /** Calls exactly one of both, once, at any time and on any thread. */
    void apply(CallCredentials credentials, Metadata headers, Consumer<Metadata> then, Consumer<Status> failed) {
        var executor = options.getExecutor();
        var applier = new Applier(headers, then, failed);
        try {
            credentials.applyRequestMetadata(
                    requestInfo(), executor == null ? SerialExecutor.VIRTUAL : executor, applier);
        } catch (RuntimeException e) {
            applier.fail(Status.UNAUTHENTICATED
                    .withDescription("the credentials failed: " + e)
                    .withCause(e));
        }
    }

    private CallCredentials.RequestInfo requestInfo() {
        return new CallCredentials.RequestInfo() {
            @Override
            public MethodDescriptor<?, ?> getMethodDescriptor() {
                return method;
            }

            @Override
            public CallOptions getCallOptions() {
                return options;
            }

            @Override
            public SecurityLevel getSecurityLevel() {
                return SecurityLevel.NONE;
            }

            @Override
            public String getAuthority() {
                return session.name();
            }

            @Override
            public Attributes getTransportAttrs() {
                return Attributes.EMPTY;
            }
        };
    }

    private static final class Applier extends CallCredentials.MetadataApplier {
        private final AtomicBoolean done = new AtomicBoolean();
        private final Metadata headers;
        private final Consumer<Metadata> then;
        private final Consumer<Status> failed;

        Applier(Metadata headers, Consumer<Metadata> then, Consumer<Status> failed) {
            this.headers = headers;
            this.then = then;
            this.failed = failed;
        }

        @Override
        public void apply(Metadata additional) {
            if (!done.compareAndSet(false, true)) return;
            headers.merge(additional);
            then.accept(headers);
        }

        @Override
        public void fail(Status status) {
            if (done.compareAndSet(false, true)) failed.accept(status);
        }
    }
}
