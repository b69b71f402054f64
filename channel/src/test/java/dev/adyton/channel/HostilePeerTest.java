package dev.adyton.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.ChannelBinding;
import dev.adyton.attestation.Evidence;
import dev.adyton.attestation.EvidenceUnavailableException;
import dev.adyton.attestation.Role;
import dev.adyton.channel.RawPeer.Message;
import dev.adyton.records.MemoryRecords;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The other end shakes hands as it should and then breaks the protocol, or lies. */
class HostilePeerTest {
    private final Scene scene = new Scene();
    private final MemoryRecords.Pair pair = MemoryRecords.pair();

    @AfterEach
    void end() {
        scene.close();
    }

    /** What an enclave end makes of a host, which is at {@code pair.first()}. */
    private RawPeer hostOfAnEnclave() throws Exception {
        scene.startEnclave(pair.second());
        return RawPeer.host(pair.first());
    }

    /** What a host end makes of an enclave, which is at {@code pair.second()}. */
    private RawPeer enclaveOfAHost() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1, 2, 3});
        scene.startHost(pair.first());
        return RawPeer.enclave(pair.second());
    }

    private void enclaveEndsWith(Status.Code code, String... texts) {
        var why = scene.enclaveEnd.end();
        assertThat(why.getCode()).isEqualTo(code);
        assertThat(why.getDescription()).contains(texts);
        assertThat(scene.enclaveEnd.incoming).isEmpty();
    }

    private void hostEndsWith(Status.Code code, String... texts) {
        var why = scene.hostEnd.end();
        assertThat(why.getCode()).isEqualTo(code);
        assertThat(why.getDescription()).contains(texts);
        assertThat(scene.hostEnd.incoming).isEmpty();
        assertThat(scene.hostEnd.outgoing).as("left the host").hasSize(1);
    }

    private static byte[] nonce(int seed) {
        return AttestedChannelTest.bytes(seed, ChannelBinding.NONCE_BYTES);
    }

    private static byte[] answer(byte[] nonce, Evidence evidence) {
        var encoded = evidence.encode().toByteArray();
        var answer = Arrays.copyOf(nonce, nonce.length + encoded.length);
        System.arraycopy(encoded, 0, answer, nonce.length, encoded.length);
        return answer;
    }

    /** The nonce of a host that asks, after which it has nothing to say. */
    private static byte[] challenge(RawPeer enclave) throws Exception {
        var asked = enclave.take();
        assertThat(asked.type()).isEqualTo(Wire.ATTEST);
        return asked.content();
    }

    @Test
    void an_honest_host_is_let_in() throws Exception {
        var host = hostOfAnEnclave();
        var nonce = nonce(1);
        host.send(Wire.ATTEST, nonce);
        assertThat(host.take()).isEqualTo(Message.of(Wire.ACCEPTED));
        var evidence = host.take();
        assertThat(evidence.type()).isEqualTo(Wire.EVIDENCE);
        assertThat(evidence.content()).startsWith(nonce);
        host.send(Wire.ACCEPTED);
        host.send(Wire.DATA, (byte) 9);
        assertThat(host.take()).isEqualTo(Message.of(Wire.DATA, (byte) 9));
    }

    @Test
    void data_before_attestation_ends_an_enclave() throws Exception {
        hostOfAnEnclave().send(Wire.DATA, (byte) 9);
        enclaveEndsWith(Status.Code.INTERNAL, "found data before attestation");
    }

    @Test
    void data_after_the_evidence_but_before_acceptance_ends_an_enclave() throws Exception {
        var host = hostOfAnEnclave();
        host.send(Wire.ATTEST, nonce(1));
        host.take();
        host.take();
        host.send(Wire.DATA, (byte) 9);
        enclaveEndsWith(Status.Code.INTERNAL, "found data before attestation");
    }

    @Test
    void data_before_attestation_ends_a_host() throws Exception {
        enclaveOfAHost().send(Wire.DATA, (byte) 9);
        hostEndsWith(Status.Code.INTERNAL, "found data before attestation");
    }

    @Test
    void data_instead_of_evidence_ends_a_host_that_was_accepted() throws Exception {
        var enclave = enclaveOfAHost();
        enclave.send(Wire.ACCEPTED);
        enclave.send(Wire.DATA, (byte) 9);
        hostEndsWith(Status.Code.INTERNAL, "found data before attestation");
    }

    @Test
    void acceptance_without_a_nonce_ends_an_enclave_that_wants_no_proof_either() throws Exception {
        hostOfAnEnclave().send(Wire.ACCEPTED);
        enclaveEndsWith(Status.Code.INTERNAL, "found ACCEPTED without a nonce");
    }

    @Test
    void acceptance_before_the_evidence_ends_an_enclave() throws Exception {
        var pending = new CountDownLatch(1);
        scene.startEnclave(pair.second(), Optional.of(waiting(pending)), Optional.empty());
        var host = RawPeer.host(pair.first());
        host.send(Wire.ATTEST, nonce(1));
        host.send(Wire.ACCEPTED);
        enclaveEndsWith(Status.Code.INTERNAL, "found ACCEPTED before the evidence");
        pending.countDown();
    }

    private Attester waiting(CountDownLatch until) {
        return binder -> {
            try {
                if (!until.await(20, TimeUnit.SECONDS)) throw new AssertionError("nobody goes on");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return scene.platform.attester().attest(binder);
        };
    }

    @Test
    void a_second_acceptance_ends_an_enclave() throws Exception {
        var host = hostOfAnEnclave();
        host.send(Wire.ATTEST, nonce(1));
        host.take();
        host.take();
        host.send(Wire.ACCEPTED);
        host.send(Wire.ACCEPTED);
        enclaveEndsWith(Status.Code.INTERNAL, "found a second or longer ACCEPTED");
    }

    @Test
    void a_second_nonce_before_the_answer_ends_an_enclave() throws Exception {
        var pending = new CountDownLatch(1);
        scene.startEnclave(pair.second(), Optional.of(waiting(pending)), Optional.empty());
        var host = RawPeer.host(pair.first());
        host.send(Wire.ATTEST, nonce(1));
        host.send(Wire.ATTEST, nonce(2));
        enclaveEndsWith(Status.Code.INTERNAL, "found a second nonce");
        pending.countDown();
    }

    @Test
    void a_nonce_of_another_length_ends_an_enclave() throws Exception {
        hostOfAnEnclave().send(Wire.ATTEST, new byte[31]);
        enclaveEndsWith(Status.Code.INTERNAL, "found a nonce of 31 bytes, wanted 32");
    }

    @Test
    void evidence_that_nobody_asked_for_ends_an_enclave() throws Exception {
        hostOfAnEnclave().send(Wire.EVIDENCE, new byte[100]);
        enclaveEndsWith(Status.Code.INTERNAL, "found evidence that nobody has asked for");
    }

    @Test
    void an_unknown_type_ends_an_enclave() throws Exception {
        hostOfAnEnclave().send(5, new byte[100]);
        enclaveEndsWith(Status.Code.INTERNAL, "found a record of type 5, wanted 0 to 4");
    }

    @Test
    void evidence_for_another_nonce_ends_a_host() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        var evidence = scene.platform.attester().attest(enclave.tls.binder(Role.ENCLAVE, true, nonce));
        nonce[0] ^= 1;
        enclave.send(Wire.EVIDENCE, answer(nonce, evidence));
        hostEndsWith(Status.Code.INTERNAL, "found evidence for another nonce");
    }

    @Test
    void who_asked_anew_hears_that_the_answer_was_for_another_nonce() throws Exception {
        scene.startHost(pair.first());
        var enclave = RawPeer.enclave(pair.second());
        var first = challenge(enclave);
        enclave.send(Wire.ACCEPTED);
        var evidence = scene.platform.attester().attest(enclave.tls.binder(Role.ENCLAVE, true, first));
        enclave.send(Wire.EVIDENCE, answer(first, evidence));
        assertThat(enclave.take()).isEqualTo(Message.of(Wire.ACCEPTED));
        scene.host.attested().toCompletableFuture().get(20, TimeUnit.SECONDS);

        var asking = CompletableFuture.supplyAsync(scene.host::attest);
        challenge(enclave);
        enclave.send(Wire.EVIDENCE, answer(first, evidence));

        assertThatThrownBy(() -> asking.get(20, TimeUnit.SECONDS))
                .hasMessageContaining("INTERNAL")
                .hasMessageContaining("found evidence for another nonce");
    }

    @Test
    void evidence_bound_to_another_nonce_is_refused() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        var evidence = scene.platform.attester().attest(enclave.tls.binder(Role.ENCLAVE, true, nonce(7)));
        enclave.send(Wire.EVIDENCE, answer(nonce, evidence));
        hostEndsWith(Status.Code.UNAUTHENTICATED, "refused: ", "report data");
    }

    @Test
    void evidence_for_the_other_role_is_refused() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        var evidence = scene.platform.attester().attest(enclave.tls.binder(Role.HOST, true, nonce));
        enclave.send(Wire.EVIDENCE, answer(nonce, evidence));
        hostEndsWith(Status.Code.UNAUTHENTICATED, "refused: ", "report data");
    }

    @Test
    void a_nonce_that_is_answered_twice_ends_a_host() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        var evidence = scene.platform.attester().attest(enclave.tls.binder(Role.ENCLAVE, true, nonce));
        enclave.send(Wire.EVIDENCE, answer(nonce, evidence));
        enclave.send(Wire.EVIDENCE, answer(nonce, evidence));
        hostEndsWith(Status.Code.INTERNAL, "found evidence that nobody has asked for");
    }

    @Test
    void evidence_that_is_too_long_ends_a_host() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        enclave.send(Wire.EVIDENCE, Arrays.copyOf(nonce, nonce.length + Evidence.MAX_BYTES + 1));
        hostEndsWith(Status.Code.INTERNAL, "found evidence of 49185 bytes with its nonce, wanted 33 to 49184");
    }

    @Test
    void evidence_that_is_empty_ends_a_host() throws Exception {
        var enclave = enclaveOfAHost();
        enclave.send(Wire.EVIDENCE, challenge(enclave));
        hostEndsWith(Status.Code.INTERNAL, "found evidence of 32 bytes");
    }

    @Test
    void malformed_evidence_is_refused() throws Exception {
        var enclave = enclaveOfAHost();
        var nonce = challenge(enclave);
        enclave.send(Wire.EVIDENCE, Arrays.copyOf(nonce, nonce.length + 10));
        hostEndsWith(Status.Code.UNAUTHENTICATED, "host: ");
    }

    /** The host's own nonce back to it: it has no attester, and an enclave's evidence is for another role. */
    @Test
    void a_host_that_is_asked_for_its_own_nonce_proves_nothing() throws Exception {
        var enclave = enclaveOfAHost();
        enclave.send(Wire.ATTEST, challenge(enclave));
        // Nothing comes: it answers only who has proved itself.
        scene.letTimePass();
        hostEndsWith(Status.Code.DEADLINE_EXCEEDED, "not attested within 10000 ms");
    }

    @Test
    void evidence_of_a_host_is_worth_nothing_at_that_host() throws Exception {
        var attester = scene.platform.attester();
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(pair.first(), Optional.of(attester), Optional.of(scene.platform.appraiser()));
        // Who stands between asks the host's attester, in the role of the enclave that a second host end takes it for.
        var reflecting = RawPeer.enclave(pair.second());
        var nonce = challenge(reflecting);
        var evidence = attester.attest(reflecting.tls.binder(Role.HOST, false, nonce));
        reflecting.send(Wire.EVIDENCE, answer(nonce, evidence));
        hostEndsWith(Status.Code.UNAUTHENTICATED, "refused: ", "report data");
    }

    /** The relay attack: a genuine enclave proves itself to somebody who shows its evidence to a host, on a channel of his own. */
    @Test
    void evidence_of_a_genuine_enclave_is_worth_nothing_on_the_channel_of_another() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1, 2, 3});
        var toHost = MemoryRecords.pair();
        scene.startHost(toHost.first());
        scene.startEnclave(pair.second());
        var towardsHost = RawPeer.enclave(toHost.second());
        var towardsEnclave = RawPeer.host(pair.first());

        var asked = towardsHost.take();
        towardsEnclave.send(asked.type(), asked.content());
        var accepted = towardsEnclave.take();
        towardsHost.send(accepted.type(), accepted.content());
        var evidence = towardsEnclave.take();
        assertThat(evidence.type()).isEqualTo(Wire.EVIDENCE);
        towardsHost.send(evidence.type(), evidence.content());

        hostEndsWith(Status.Code.UNAUTHENTICATED, "refused: ", "report data");
    }

    @Test
    void an_enclave_without_evidence_says_why_and_is_refused() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(pair.first());
        scene.startEnclave(
                pair.second(),
                Optional.of(binder -> {
                    throw new EvidenceUnavailableException("the launcher is gone");
                }),
                Optional.empty());
        hostEndsWith(
                Status.Code.UNAUTHENTICATED, "host: the other end says: there is no evidence: the launcher is gone");
        enclaveEndsWith(Status.Code.UNAUTHENTICATED, "enclave: there is no evidence: the launcher is gone");
    }

    @Test
    void an_enclave_without_an_attester_is_refused() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(pair.first());
        scene.startEnclave(pair.second(), Optional.empty(), Optional.empty());
        hostEndsWith(Status.Code.UNAUTHENTICATED, "nothing vouches for this end");
    }

    @Test
    void a_failing_attester_does_not_say_to_the_other_end_how_it_failed() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(pair.first());
        scene.startEnclave(
                pair.second(),
                Optional.of(binder -> {
                    throw new IllegalStateException("secret detail");
                }),
                Optional.empty());
        hostEndsWith(Status.Code.INTERNAL, "making evidence failed");
        assertThat(scene.hostEnd.end().getDescription()).doesNotContain("secret");
        enclaveEndsWith(Status.Code.INTERNAL, "secret detail");
    }

    @Test
    void a_peer_that_never_answers_is_given_up() throws Exception {
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(pair.first());
        pair.second().start(new Collector());
        scene.letTimePass();
        hostEndsWith(Status.Code.DEADLINE_EXCEEDED, "host: not attested within 10000 ms");
    }

    @Test
    void an_enclave_that_shakes_hands_but_gives_no_evidence_is_given_up() throws Exception {
        var enclave = enclaveOfAHost();
        challenge(enclave);
        enclave.send(Wire.ACCEPTED);
        scene.letTimePass();
        hostEndsWith(Status.Code.DEADLINE_EXCEEDED, "host: not attested within 10000 ms");
        assertThat(enclave.take().type()).isEqualTo(Wire.END);
    }

    @Test
    void garbage_instead_of_a_handshake_ends_both_kinds_of_ends() throws Exception {
        var garbage = new Collector();
        garbage.outgoing.add("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        scene.startEnclave(pair.second());
        pair.first().start(garbage);
        pair.first().wake();
        enclaveEndsWith(Status.Code.INTERNAL, "type of the first record: found 71, wanted 22");

        var other = MemoryRecords.pair();
        scene.hostEnd.outgoing.add(new byte[] {1});
        scene.startHost(other.first());
        var more = new Collector();
        more.outgoing.add("HTTP/1.1 400\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        other.second().start(more);
        other.second().wake();
        hostEndsWith(Status.Code.INTERNAL, "host: ");
    }

    @Test
    void more_than_is_allowed_before_attestation_ends_an_enclave() throws Exception {
        var flood = new Collector();
        for (var i = 0; i < 5; i++) flood.outgoing.add(new byte[60_000]);
        pair.first().start(flood);
        scene.startEnclave(pair.second());
        var why = scene.enclaveEnd.end();
        assertThat(why.getCode()).isEqualTo(Status.Code.INTERNAL);
    }

    @Test
    void the_last_word_of_the_other_end_is_marked_as_its_own_and_made_printable() throws Exception {
        var host = hostOfAnEnclave();
        host.send(Wire.END, LastWord.encode(Status.ABORTED.withDescription("tired\u001b[31m of you")));
        enclaveEndsWith(Status.Code.ABORTED, "enclave: the other end says: tired?[31m of you");
    }

    @Test
    void a_last_word_that_says_all_is_well_ends_with_internal() throws Exception {
        hostOfAnEnclave().send(Wire.END, (byte) 0);
        enclaveEndsWith(Status.Code.INTERNAL, "found status 0 in a last record, wanted 1 to 16");
    }

    @Test
    void a_plaintext_whose_length_is_not_that_of_its_record_ends_an_enclave() throws Exception {
        var host = hostOfAnEnclave();
        var shorter = host.seal(Wire.ATTEST, nonce(1));
        var more = host.seal(Wire.ATTEST, nonce(2));
        var both = Arrays.copyOf(shorter, shorter.length + more.length);
        System.arraycopy(more, 0, both, shorter.length, more.length);
        host.sendSealed(both);
        enclaveEndsWith(Status.Code.INTERNAL, "68 bytes of content, wanted 32");
    }

    @Test
    void an_interrupted_wait_for_evidence_leaves_the_channel_as_it_is() throws Exception {
        scene.startHost(pair.first());
        scene.startEnclave(pair.second());
        assertThat(scene.call(new byte[] {7})).containsExactly(7);
        Thread.currentThread().interrupt();
        assertThatThrownBy(scene.host::attest).hasMessageContaining("CANCELLED");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(scene.call(new byte[] {8})).containsExactly(8);
        assertThat(scene.host.attest().accepted()).isTrue();
    }

    @Test
    void to_ask_again_before_the_first_answer_is_refused() throws Exception {
        enclaveOfAHost();
        assertThatThrownBy(scene.host::attest).hasMessageContaining("FAILED_PRECONDITION");
    }
}
