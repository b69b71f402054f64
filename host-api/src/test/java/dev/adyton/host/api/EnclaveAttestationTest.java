package dev.adyton.host.api;

import static dev.adyton.host.api.Tests.assertFails;
import static dev.adyton.host.api.Tests.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnclaveAttestationTest {
    private final FakeLoader loader = new FakeLoader(new FakeApplication());
    private final EnclaveManager manager = new EnclaveManager();
    private final EnclaveClient client = manager.load(config("a"), loader);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void what_the_enclave_proved_when_it_was_loaded_can_be_asked_for_without_asking_it_again() {
        assertThat(client.attestation().accepted()).isTrue();
        assertThat(loader.sessions.getFirst().attestations).hasValue(0);
    }

    @Test
    void an_enclave_is_asked_to_prove_itself_again() {
        assertThat(client.attest().accepted()).isTrue();
        assertThat(loader.sessions.getFirst().attestations).hasValue(1);
    }

    @Test
    void an_enclave_that_is_gone_is_not_asked() {
        manager.destroy(client);

        assertFails(Code.FAILED_PRECONDITION, client::attest);
        assertThat(loader.sessions.getFirst().attestations).hasValue(0);
    }
}
