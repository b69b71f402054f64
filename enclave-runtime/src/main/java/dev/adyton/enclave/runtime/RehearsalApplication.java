package dev.adyton.enclave.runtime;

import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;

/** What runs in a {@link Rehearsal}; public, since the runtime wants that of an application's class. Stands on its own: its image has no other class. */
@SuppressWarnings("exports") // Nobody calls it but through its interface.
public final class RehearsalApplication implements TrustedApplication {
    /** Made by the runtime. */
    public RehearsalApplication() {}

    /** Answers what it was given. */
    @Override
    public EnclaveOutput run(EnclaveInput input) {
        return EnclaveOutput.newBuilder().addAllPayload(input.getPayloadList()).build();
    }
}
