package dev.adyton.testkit.attack;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Says in its log, which every machine on the way can read, what reached it: how often, never what. */
public final class Witness implements TrustedApplication {
    static final String INITIALIZED = "witness: initialized";
    static final String RAN = "witness: ran";

    private @Nullable EnclaveContext context;

    /** Made by the runtime. */
    public Witness() {}

    @Override
    public void initialize(EnclaveContext given) {
        context = given;
        given.logger().log(Level.INFO, INITIALIZED);
    }

    /** Answers what it was given. */
    @Override
    public EnclaveOutput run(EnclaveInput input) {
        if (context != null) {
            context.logger().log(Level.INFO, RAN);
        }
        return EnclaveOutput.newBuilder().addAllPayload(input.getPayloadList()).build();
    }
}
