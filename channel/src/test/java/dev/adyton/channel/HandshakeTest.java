package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.records.MemoryRecords;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the TLS of a channel does with the TLS of others. */
class HandshakeTest {
    private static final byte[] ATTEST =
            ByteBuffer.allocate(36).putInt(Wire.ATTEST << 24 | 32).array();

    private final Scene scene = new Scene();
    private final MemoryRecords.Pair pair = MemoryRecords.pair();

    @AfterEach
    void end() {
        scene.close();
    }

    private EnginePeer client(SSLContext context, String... versions) {
        scene.startEnclave(pair.second());
        return new EnginePeer(client(context.createSSLEngine(), versions), pair.first());
    }

    private static SSLEngine client(SSLEngine engine, String... versions) {
        engine.setUseClientMode(true);
        engine.setSSLParameters(EnginePeer.parameters(versions));
        return engine;
    }

    private EnginePeer server(SSLContext context, String... versions) {
        scene.startHost(pair.first());
        return new EnginePeer(server(context.createSSLEngine(), versions), pair.second());
    }

    private static SSLEngine server(SSLEngine engine, String... versions) {
        engine.setUseClientMode(false);
        engine.setSSLParameters(EnginePeer.parameters(versions));
        return engine;
    }

    private void ends(Collector end, String... texts) {
        var why = end.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(why.getDescription()).contains(texts);
    }

    @Test
    void tls_1_2_is_refused_by_an_enclave() throws Exception {
        var client = client(EnginePeer.context(), "TLSv1.2");
        assertThatThrownBy(client::shake).isInstanceOf(SSLException.class);
        ends(scene.enclaveEnd, "supported version: found 771, wanted 772");
    }

    @Test
    void the_offer_of_tls_1_2_beside_1_3_is_refused_by_an_enclave() throws Exception {
        var client = client(EnginePeer.context(), "TLSv1.3", "TLSv1.2");
        assertThatThrownBy(client::shake).isInstanceOf(SSLException.class);
        ends(scene.enclaveEnd, "length of supported_versions: found 4, wanted 2");
    }

    @Test
    void tls_1_2_is_refused_by_a_host() throws Exception {
        var server = server(EnginePeer.context(), "TLSv1.2");
        assertThatThrownBy(server::shake).isInstanceOf(SSLException.class);
        ends(scene.hostEnd, "protocol_version");
    }

    @Test
    void another_cipher_suite_is_refused() throws Exception {
        scene.startEnclave(pair.second());
        var engine = client(EnginePeer.context().createSSLEngine(), "TLSv1.3");
        engine.setEnabledCipherSuites(new String[] {"TLS_CHACHA20_POLY1305_SHA256"});
        assertThatThrownBy(new EnginePeer(engine, pair.first())::shake).hasMessageContaining("handshake_failure");
        ends(scene.enclaveEnd, "cipher suites");
    }

    @Test
    void another_application_protocol_is_refused() throws Exception {
        scene.startEnclave(pair.second());
        var engine = client(EnginePeer.context().createSSLEngine(), "TLSv1.3");
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        assertThatThrownBy(new EnginePeer(engine, pair.first())::shake).hasMessageContaining("no_application_protocol");
        ends(scene.enclaveEnd, "TLS handshake failed");
    }

    @Test
    void an_enclave_that_names_no_application_protocol_is_refused() throws Exception {
        scene.startHost(pair.first());
        var engine = server(EnginePeer.context().createSSLEngine(), "TLSv1.3");
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[0]);
        engine.setSSLParameters(parameters);
        new EnginePeer(engine, pair.second()).shake();
        ends(scene.hostEnd, "found the protocol '', wanted 'adyton/1'");
    }

    @Test
    void a_host_without_a_key_is_refused_by_an_enclave_that_wants_one() throws Exception {
        scene.startHost(pair.first());
        scene.startEnclave(
                pair.second(), Optional.of(scene.platform.attester()), Optional.of(scene.platform.appraiser()));
        ends(scene.enclaveEnd, "TLS handshake failed", "Empty client certificate chain");
        ends(scene.hostEnd, "TLS failed", "certificate_required");
    }

    @Test
    void an_enclave_sends_no_ticket_to_a_client_that_would_take_one() throws Exception {
        var context = EnginePeer.context();
        var client = client(context, "TLSv1.3");
        client.shake();
        client.wrap(ByteBuffer.wrap(ATTEST));
        assertThat(client.unwrap()).startsWith(Wire.ACCEPTED);
        assertThat(client.unwrap()).startsWith(Wire.EVIDENCE);
        // The session itself, and no ticket that would make one more.
        assertThat(Collections.list(context.getClientSessionContext().getIds())).hasSize(1);
    }

    @Test
    void a_key_update_is_answered_and_the_channel_goes_on() throws Exception {
        var client = client(EnginePeer.context(), "TLSv1.3");
        client.shake();
        client.updateKey();
        client.wrap(ByteBuffer.wrap(ATTEST));
        assertThat(withPlaintext(client)).startsWith(Wire.ACCEPTED);
        assertThat(withPlaintext(client)).startsWith(Wire.EVIDENCE);
        client.wrap(ByteBuffer.wrap(new byte[] {Wire.ACCEPTED, 0, 0, 0}));
        for (var i = 0; i < 5; i++) {
            var data = new byte[] {Wire.DATA, 0, 0, 1, (byte) i};
            client.updateKey();
            client.wrap(ByteBuffer.wrap(data));
            assertThat(scene.enclaveEnd.take()).containsExactly(i);
            assertThat(withPlaintext(client)).isEqualTo(data);
        }
    }

    /** The answer to a key update has none; it comes alone or with what is said next. */
    private static byte[] withPlaintext(EnginePeer peer) throws Exception {
        var plain = peer.unwrap();
        return plain.length > 0 ? plain : withPlaintext(peer);
    }

    @Test
    void a_host_answers_a_key_update_too() throws Exception {
        var context = EnginePeer.context();
        context.getServerSessionContext().setSessionTimeout(8 * 24 * 3600);
        var server = server(context, "TLSv1.3");
        server.shake();
        assertThat(server.unwrap()).startsWith(Wire.ATTEST);
        server.updateKey();
        assertThat(server.unwrap()).isEmpty();
        server.updateKey();
        assertThat(server.unwrap()).isEmpty();
        assertThat(scene.hostEnd.closed).isNotDone();
    }

    @Test
    void a_ticket_ends_a_host() throws Exception {
        // A server of the JDK sends one with its usual settings.
        server(EnginePeer.context(), "TLSv1.3").shake();
        ends(scene.hostEnd, "found a session ticket, wanted none");
    }

    @Test
    void an_attempt_to_resume_a_session_ends_an_enclave() throws Exception {
        var clients = EnginePeer.context();
        var first = MemoryRecords.pair();
        var server = new EnginePeer(server(EnginePeer.context().createSSLEngine(), "TLSv1.3"), first.second());
        var known = new EnginePeer(client(clients.createSSLEngine("enclave", 1), "TLSv1.3"), first.first());
        var serving = Thread.ofVirtual().start(() -> {
            try {
                server.shake();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        known.shake();
        known.unwrap();
        serving.join();
        assertThat(Collections.list(clients.getClientSessionContext().getIds())).isNotEmpty();

        scene.startEnclave(pair.second());
        var resuming = new EnginePeer(client(clients.createSSLEngine("enclave", 1), "TLSv1.3"), pair.first());
        assertThatThrownBy(resuming::shake).isInstanceOf(SSLException.class);
        ends(scene.enclaveEnd, "found an attempt to resume a session, wanted a new one");
    }

    @Test
    void a_handshake_message_after_the_handshake_ends_an_enclave() throws Exception {
        scene.startEnclave(pair.second());
        var host = RawPeer.host(pair.first());
        var wrong = host.seal(Wire.ATTEST, new byte[32]);
        wrong[0] = 22;
        host.sendSealed(wrong);
        ends(scene.enclaveEnd, "found a TLS record that begins with 160303, wanted 170303");
    }

    @Test
    void a_certificate_of_another_form_ends_a_host() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {OtherCertificate.keyManager()}, new TrustManager[] {new LeafTrust()}, null);
        assertThatThrownBy(server(context, "TLSv1.3")::shake).isInstanceOf(SSLException.class);
        ends(scene.hostEnd, "TLS handshake failed", "found another certificate than the self-signed one of its key");
    }
}
