package dev.adyton.testkit.attack;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import java.lang.System.Logger.Level;

/** What somebody on the way would rather have run than {@link Witness}: it tells whatever it is given. */
public final class Impostor implements TrustedApplication {
    static final String STOLE = "impostor: stole";

    /** Made by the runtime. */
    public Impostor() {}

    @Override
    public void initialize(EnclaveContext context) {
        context.logger().log(Level.INFO, STOLE + " " + context.config());
    }
}
