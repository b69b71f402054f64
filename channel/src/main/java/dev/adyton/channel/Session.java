package dev.adyton.channel;

import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.records.Records;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What is between the records below and the endpoint above, from the start to the end.
 *
 * <p>The handshake has a virtual thread of its own, for which arriving records are kept. After it, records are sealed on the thread that pulls them
 * and opened on the thread that brings them; only evidence and its appraisal have threads of their own. No lock is held while the records or the
 * endpoint are called.
 *
 * <p>Each end says ACCEPTED once: when the other end's evidence is accepted, or at once where it wants none. Data goes and comes when both have.
 */
final class Session implements Records.Endpoint, Inbox.Handler, Line {
    /** How long the last words may take to leave. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Records records;
    private final Setup setup;
    private final CompletableFuture<AttestationResult> attested = new CompletableFuture<>();
    private final AtomicReference<Records.@Nullable Endpoint> endpoint = new AtomicReference<>();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final Inbox inbox = new Inbox();

    private final Outgoing outgoing = new Outgoing();
    private final Acceptance acceptance = new Acceptance();
    private final AtomicBoolean left = new AtomicBoolean();

    private volatile Timers.@Nullable Timer handshakeLimit;

    /** Set when the handshake is done. */
    private volatile @Nullable Established established;

    /** Bytes that came before both ends accepted each other; belongs to the receiving thread. */
    private long earlyBytes;

    private record Established(Tls tls, Prover prover, Optional<Challenger> challenger) {}

    Session(Records records, Setup setup) {
        this.records = records;
        this.setup = setup;
    }

    CompletableFuture<AttestationResult> attested() {
        return attested;
    }

    void start(Records.Endpoint user) {
        if (!endpoint.compareAndSet(null, user))
            throw new IllegalStateException(setup.name() + " started a second time");
        handshakeLimit = setup.timers().after(setup.limit(), this::tooLate);
        records.start(this);
        Thread.ofVirtual().name("adyton-channel-" + setup.name()).start(this::begin);
    }

    void wake() {
        if (acceptance.maySend()) records.wake();
    }

    void close(Status reason) {
        end(reason.isOk() ? Ending.inOrder() : Ending.silent(reason));
    }

    /** Has the other end prove itself anew; on a thread that nobody interrupts. */
    AttestationResult attest() {
        var with = established;
        if (with == null || !acceptance.maySend()) {
            throw Status.FAILED_PRECONDITION
                    .withDescription(setup.name() + ": the other end has not proved itself for the first time yet")
                    .asRuntimeException();
        }
        return with.challenger().orElseThrow().ask();
    }

    /** The last accepted result about the other end. */
    Optional<AttestationResult> accepted() {
        return Optional.ofNullable(established).flatMap(Established::challenger).flatMap(Challenger::accepted);
    }

    private void begin() {
        try {
            var tls = Handshake.run(
                    setup.role(),
                    setup.attester().isPresent(),
                    setup.appraiser().isPresent(),
                    inbox::take,
                    this::sendHandshake);
            if (tls != null) attestBoth(establish(tls));
        } catch (StatusRuntimeException e) {
            // The channel has ended for this reason.
        } catch (ChannelFault e) {
            fault(e);
        } catch (SSLException e) {
            end(Ending.alerting(setup.internal("the TLS handshake failed: " + e.getMessage(), e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.silent(Status.CANCELLED.withDescription(setup.name() + ": the handshake was interrupted")));
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // Whatever it is, the endpoint must hear of it.
            end(Ending.silent(setup.internal("the channel failed: " + e, e)));
        } finally {
            inbox.drain(this);
        }
    }

    private Established establish(Tls tls) {
        var result = new Established(
                tls,
                new Prover(this, setup.name(), setup.role(), tls, setup.attester(), setup.acceptsFirst()),
                setup.appraiser()
                        .map(a -> new Challenger(
                                this, setup.name(), setup.peer(), tls, a, setup.timers(), setup.limit())));
        established = result;
        // The end may have come before there was anyone to tell.
        var why = ending.get();
        if (why != null) result.challenger().ifPresent(c -> c.stop(why.forWaiting(setup.name())));
        return result;
    }

    private void attestBoth(Established with) {
        if (with.challenger().isEmpty()) accept();
        inbox.drain(this);
        if (with.challenger().isEmpty()) return;
        var result = with.challenger().get().ask();
        accept();
        with.prover().release();
        attested.complete(result);
    }

    private void accept() {
        acceptance.give();
        send(Wire.ACCEPTED, new byte[0]);
        acceptance.said();
        openIfBoth();
    }

    private void openIfBoth() {
        if (!acceptance.opens()) return;
        var limited = handshakeLimit;
        if (limited != null) limited.cancel();
        records.wake();
        setup.appraiser().flatMap(a -> a.policy().reattestEvery()).ifPresent(this::attestAfter);
    }

    private void attestAfter(Duration period) {
        setup.timers()
                .after(
                        period,
                        () -> Thread.ofVirtual()
                                .name("adyton-channel-attest-" + setup.name())
                                .start(() -> attestAndRepeat(period)));
    }

    private void attestAndRepeat(Duration period) {
        try {
            attest();
            attestAfter(period);
        } catch (StatusRuntimeException e) {
            // The channel has ended for this reason.
        }
    }

    private void tooLate() {
        if (acceptance.maySend()) return;
        var why = "not attested within " + setup.limit().toMillis() + " ms";
        end(Ending.telling(
                Status.DEADLINE_EXCEEDED.withDescription(setup.name() + ": " + why),
                Status.DEADLINE_EXCEEDED.withDescription(why)));
    }

    // Sending: on the thread that pulls.

    @Override
    public @Nullable ByteBuffer next() {
        // Read before the handshake's records: those it has left when this is set come first.
        var with = established;
        var handshake = outgoing.handshake();
        if (handshake != null) return handshake;
        var end = ending.get();
        try {
            if (end == null) return with == null ? null : sealNext(with);
            var word = with == null ? null : outgoing.lastWord(with.tls(), end);
            if (word != null) return word;
        } catch (SSLException e) {
            end(Ending.silent(setup.internal("sealing a record failed: " + e.getMessage(), e)));
        }
        leave();
        return null;
    }

    private @Nullable ByteBuffer sealNext(Established with) throws SSLException {
        var control = outgoing.control(with.tls(), with.prover());
        if (control != null) return control;
        var user = endpoint.get();
        if (!acceptance.maySend() || user == null) return null;
        var record = user.next();
        if (record == null) return null;
        var length = record.remaining();
        if (length >= 1 && length <= Wire.MAX_CONTENT_BYTES) return with.tls().seal(Wire.DATA, record);
        end(Ending.silent(setup.internal("record of " + length + " bytes, wanted 1 to " + Wire.MAX_CONTENT_BYTES)));
        return null;
    }

    @Override
    public void send(byte type, byte[] content) {
        outgoing.add(type, content);
        records.wake();
    }

    private void sendHandshake(ByteBuffer record) {
        outgoing.addHandshake(record);
        records.wake();
    }

    // Receiving: on the thread that brings, or on that of the handshake for what came before it was done.

    @Override
    public void received(ByteBuffer record) {
        if (!acceptance.mayReceive()) {
            earlyBytes += record.remaining();
            if (earlyBytes > Wire.MAX_EARLY_BYTES) {
                fault(new ChannelFault("found more than " + Wire.MAX_EARLY_BYTES + " bytes before attestation"));
                return;
            }
        }
        if (!inbox.keep(record)) record(record);
    }

    @Override
    public void closed(Status reason) {
        if (!inbox.keepEnd(reason)) ended(reason);
    }

    @Override
    public void record(ByteBuffer record) {
        var with = established;
        if (with == null || ending.get() != null) return;
        try {
            var plain = with.tls().open(record);
            if (plain.hasRemaining()) dispatch(with, plain);
            if (with.tls().closedByPeer()) end(Ending.silent(Status.OK));
            else if (with.tls().owes()) records.wake();
        } catch (ChannelFault e) {
            fault(e);
        } catch (SSLException e) {
            end(Ending.alerting(setup.internal("TLS failed: " + e.getMessage(), e)));
        }
    }

    private void dispatch(Established with, ByteBuffer plain) throws ChannelFault {
        var type = plain.get();
        plain.position(Wire.HEADER_BYTES);
        switch (type) {
            case Wire.DATA -> data(plain);
            case Wire.ATTEST -> with.prover().asked(plain);
            case Wire.EVIDENCE -> {
                if (with.challenger().isEmpty())
                    throw new ChannelFault("found evidence that nobody has asked for, wanted none");
                with.challenger().get().answered(plain);
            }
            case Wire.ACCEPTED -> acceptedByPeer(with, plain);
            case Wire.END -> end(Ending.silent(LastWord.decode(plain, setup.name())));
            default ->
                throw new ChannelFault(
                        "found a record of type " + Byte.toUnsignedInt(type) + ", wanted 0 to " + Wire.END);
        }
    }

    private void data(ByteBuffer plain) throws ChannelFault {
        if (!acceptance.mayReceive()) throw new ChannelFault("found data before attestation, wanted none");
        if (!plain.hasRemaining()) throw new ChannelFault("found data of 0 bytes, wanted 1 or more");
        var user = endpoint.get();
        if (user != null) user.received(plain);
    }

    private void acceptedByPeer(Established with, ByteBuffer plain) throws ChannelFault {
        if (with.prover().busy()) throw new ChannelFault("found ACCEPTED before the evidence, wanted it after");
        if (setup.appraiser().isEmpty() && !with.prover().wasAsked()) {
            throw new ChannelFault(
                    "found ACCEPTED without a nonce; wanted one, since at least one end must prove itself");
        }
        if (plain.hasRemaining() || !acceptance.hear()) {
            throw new ChannelFault("found a second or longer ACCEPTED, wanted one that is empty");
        }
        openIfBoth();
    }

    // The end.

    @Override
    public void fail(Status why, Status toldOther) {
        end(Ending.telling(why, toldOther));
    }

    private void fault(ChannelFault fault) {
        var what = "the protocol was broken: " + fault.getMessage();
        end(Ending.telling(setup.internal(what, fault), Status.INTERNAL.withDescription(what)));
    }

    private void end(Ending how) {
        if (!ending.compareAndSet(null, how)) return;
        var why = how.forWaiting(setup.name());
        inbox.stop();
        var with = established;
        if (with != null) with.challenger().ifPresent(c -> c.stop(why));
        attested.completeExceptionally(why.asRuntimeException());
        if (!how.bye() || (with == null && outgoing.handshakeSent())) {
            leave();
        } else {
            setup.timers().after(LINGER, this::leave);
            records.wake();
        }
    }

    private void leave() {
        var end = ending.get();
        if (end != null && left.compareAndSet(false, true)) records.close(end.why());
    }

    @Override
    public void ended(Status reason) {
        // That records end is for anybody between to say; that the other end wanted it so, only for that end.
        var why = reason.isOk()
                ? Status.UNAVAILABLE.withDescription(setup.name() + ": the records ended before the other end said so")
                : reason;
        end(Ending.silent(why));
        setup.timers().close();
        var with = established;
        if (with != null) with.tls().forget();
        var user = endpoint.get();
        var end = ending.get();
        if (user != null && end != null) user.closed(end.why());
    }
}
