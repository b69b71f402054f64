package com.example;

import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;

/** The application of the image. */
public final class Vault implements TrustedApplication {
    /** Made by the runtime. */
    public Vault() {}

    @Override
    public void initialize(EnclaveContext context) {
        context.logger().log(System.Logger.Level.INFO, Safe.contents().toString());
    }
}
