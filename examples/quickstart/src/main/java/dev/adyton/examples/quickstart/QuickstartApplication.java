package dev.adyton.examples.quickstart;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusException;
import java.security.SecureRandom;
import java.util.List;

/**
 * The application inside the quickstart enclave. Its key is made in {@link #initialize} and erased in {@link #finish}; no message,
 * no configuration and no method carries it out.
 *
 * <p>The host may use the {@link EncryptionGrpc} service, or pass the same messages to {@link #run}.
 */
public final class QuickstartApplication implements TrustedApplication {
    private final MessageCipher cipher;

    /** Made by the enclave's runtime. */
    public QuickstartApplication() {
        this(new SecureRandom());
    }

    QuickstartApplication(SecureRandom random) {
        cipher = new MessageCipher(random);
    }

    @Override
    public void initialize(EnclaveContext context) {
        cipher.makeKey();
        context.logger().log(System.Logger.Level.INFO, "Key made");
    }

    @Override
    public List<BindableService> services() {
        return List.of(new EncryptionService(cipher));
    }

    /** Answers each message of the input, in its order; all or none. */
    @Override
    public EnclaveOutput run(EnclaveInput input) throws StatusException {
        var output = EnclaveOutput.newBuilder();
        for (var request : input.getPayloadList()) {
            output.addPayload(Any.pack(answer(request)));
        }
        return output.build();
    }

    @Override
    public void finish(EnclaveFinal input) {
        cipher.eraseKey();
    }

    private Message answer(Any request) throws StatusException {
        try {
            if (request.is(EncryptRequest.class)) {
                return cipher.encrypt(request.unpack(EncryptRequest.class));
            }
            if (request.is(DecryptRequest.class)) {
                return cipher.decrypt(request.unpack(DecryptRequest.class));
            }
        } catch (InvalidProtocolBufferException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("Malformed " + request.getTypeUrl())
                    .withCause(e)
                    .asException();
        }
        throw Status.INVALID_ARGUMENT
                .withDescription("Found a message of type '%s', wanted %s or %s"
                        .formatted(
                                request.getTypeUrl(),
                                EncryptRequest.getDescriptor().getFullName(),
                                DecryptRequest.getDescriptor().getFullName()))
                .asException();
    }
}
