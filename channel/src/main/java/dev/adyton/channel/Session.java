package dev.adyton.channel;

import dev.adyton.attestation.Attester;
import dev.adyton.attestation.Role;
import dev.adyton.attestation.appraise.Appraiser;
import dev.adyton.attestation.appraise.AttestationResult;
import dev.adyton.records.Records;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    /** What one end is and wants. */
    record Setup(
            Role role,
            String name,
            Optional<Attester> attester,
            Optional<Appraiser> appraiser,
            Duration limit,
            Timers timers) {}

    private final Records records;
    private final Setup setup;
    private final CompletableFuture<AttestationResult> attested = new CompletableFuture<>();
    private final AtomicReference<Records.@Nullable Endpoint> endpoint = new AtomicReference<>();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final Inbox inbox = new Inbox();

    /** What is sealed already: the handshake. */
    private final Queue<ByteBuffer> sealed = new ConcurrentLinkedQueue<>();

    private final Queue<Control> controls = new ConcurrentLinkedQueue<>();

    private volatile Timers.@Nullable Timer handshakeLimit;

    /** Set when the handshake is done. */
    private volatile @Nullable Established established;

    private volatile boolean accepted;
    private volatile boolean saidAccepted;
    private volatile boolean heardAccepted;
    private final AtomicBoolean opened = new AtomicBoolean();
    private final AtomicBoolean left = new AtomicBoolean();

    /** Bytes that came before both ends accepted each other; belongs to the receiving thread. */
    private long earlyBytes;

    /** Belongs to the pulling thread. */
    private boolean saidWhy;

    private record Control(byte type, ByteBuffer content) {}

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
        if (opened.get()) records.wake();
    }

    void close(Status reason) {
        end(reason.isOk() ? Ending.inOrder() : Ending.silent(reason));
    }

    /** Has the other end prove itself anew; on a thread that nobody interrupts. */
    AttestationResult attest() {
        var with = established;
        if (with == null || !opened.get()) {
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
                    this::sendSealed);
            if (tls != null) attestBoth(establish(tls));
        } catch (StatusRuntimeException e) {
            // The channel has ended for this reason.
        } catch (ChannelFault e) {
            fault(e);
        } catch (SSLException e) {
            end(Ending.alerting(Status.INTERNAL
                    .withDescription(setup.name() + ": the TLS handshake failed: " + e.getMessage())
                    .withCause(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.silent(Status.CANCELLED.withDescription(setup.name() + ": the handshake was interrupted")));
        } catch (GeneralSecurityException | RuntimeException | Error e) {
            // Whatever it is, the endpoint must hear of it.
            end(Ending.silent(Status.INTERNAL
                    .withDescription(setup.name() + ": the channel failed: " + e)
                    .withCause(e)));
        } finally {
            inbox.drain(this);
        }
    }

    private Established establish(Tls tls) {
        var peer = setup.role() == Role.HOST ? Role.ENCLAVE : Role.HOST;
        // The host is the first to know whom it talks to.
        var holding = setup.role() == Role.HOST && setup.appraiser().isPresent();
        var result = new Established(
                tls,
                new Prover(this, setup.name(), setup.role(), tls, setup.attester(), holding),
                setup.appraiser()
                        .map(a -> new Challenger(this, setup.name(), peer, tls, a, setup.timers(), setup.limit())));
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
        accepted = true;
        send(Wire.ACCEPTED, new byte[0]);
        saidAccepted = true;
        openIfBoth();
    }

    private void openIfBoth() {
        if (!saidAccepted || !heardAccepted || !opened.compareAndSet(false, true)) return;
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
        if (opened.get()) return;
        var why = "not attested within " + setup.limit().toMillis() + " ms";
        end(Ending.telling(
                Status.DEADLINE_EXCEEDED.withDescription(setup.name() + ": " + why),
                Status.DEADLINE_EXCEEDED.withDescription(why)));
    }

    // Sending: on the thread that pulls.

    @Override
    public @Nullable ByteBuffer next() {
        // Read before the queue: what the handshake has queued when this is set comes first.
        var with = established;
        var ready = sealed.poll();
        if (ready != null) return ready;
        var end = ending.get();
        try {
            if (end != null) return lastWords(end, with);
            return with == null ? null : sealNext(with);
        } catch (SSLException e) {
            if (end == null) {
                end(Ending.silent(Status.INTERNAL
                        .withDescription(setup.name() + ": sealing a record failed: " + e.getMessage())
                        .withCause(e)));
            }
            leave();
            return null;
        }
    }

    private @Nullable ByteBuffer sealNext(Established with) throws SSLException {
        var tls = with.tls();
        if (tls.owes()) {
            var owed = tls.sealOwed();
            if (owed.hasRemaining()) return owed;
        }
        var control = controls.poll();
        if (control != null) {
            if (control.type() == Wire.EVIDENCE) with.prover().answered();
            return tls.seal(control.type(), control.content());
        }
        var user = endpoint.get();
        if (!opened.get() || user == null) return null;
        var record = user.next();
        if (record == null) return null;
        var length = record.remaining();
        if (length >= 1 && length <= Wire.MAX_CONTENT_BYTES) return tls.seal(Wire.DATA, record);
        end(Ending.silent(Status.INTERNAL.withDescription(
                setup.name() + ": record of " + length + " bytes, wanted 1 to " + Wire.MAX_CONTENT_BYTES)));
        return null;
    }

    private @Nullable ByteBuffer lastWords(Ending end, @Nullable Established with) throws SSLException {
        if (with != null && end.bye()) {
            var told = end.told();
            if (told != null && !saidWhy) {
                saidWhy = true;
                var said = with.tls().seal(Wire.END, ByteBuffer.wrap(LastWord.encode(told)));
                if (said != null) return said;
            }
            var bye = with.tls().sealEnd();
            if (bye.hasRemaining()) return bye;
        }
        leave();
        return null;
    }

    @Override
    public void send(byte type, byte[] content) {
        controls.add(new Control(type, ByteBuffer.wrap(content)));
        records.wake();
    }

    private void sendSealed(ByteBuffer record) {
        sealed.add(record);
        records.wake();
    }

    // Receiving: on the thread that brings, or on that of the handshake for what came before it was done.

    @Override
    public void received(ByteBuffer record) {
        if (!mayReceive()) {
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

    private boolean mayReceive() {
        return accepted && heardAccepted;
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
            end(Ending.alerting(Status.INTERNAL
                    .withDescription(setup.name() + ": TLS failed: " + e.getMessage())
                    .withCause(e)));
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
        if (!mayReceive()) throw new ChannelFault("found data before attestation, wanted none");
        if (!plain.hasRemaining()) throw new ChannelFault("found data of 0 bytes, wanted 1 or more");
        var user = endpoint.get();
        if (user != null) user.received(plain);
    }

    private void acceptedByPeer(Established with, ByteBuffer plain) throws ChannelFault {
        if (plain.hasRemaining() || heardAccepted)
            throw new ChannelFault("found a second or longer ACCEPTED, wanted one that is empty");
        if (with.prover().busy()) throw new ChannelFault("found ACCEPTED before the evidence, wanted it after");
        if (setup.appraiser().isEmpty() && !with.prover().wasAsked()) {
            throw new ChannelFault(
                    "found ACCEPTED without a nonce; wanted one, since at least one end must prove itself");
        }
        heardAccepted = true;
        openIfBoth();
    }

    // The end.

    @Override
    public void fail(Status why, Status toldOther) {
        end(Ending.telling(why, toldOther));
    }

    private void fault(ChannelFault fault) {
        var why = Status.INTERNAL.withDescription("the protocol was broken: " + fault.getMessage());
        end(Ending.telling(
                why.withDescription(setup.name() + ": " + why.getDescription()).withCause(fault), why));
    }

    private void end(Ending how) {
        if (!ending.compareAndSet(null, how)) return;
        var why = how.forWaiting(setup.name());
        inbox.stop();
        var with = established;
        if (with != null) with.challenger().ifPresent(c -> c.stop(why));
        attested.completeExceptionally(why.asRuntimeException());
        if (!how.bye() || (with == null && sealed.isEmpty())) {
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
