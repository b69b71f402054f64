package dev.adyton.testkit.peer;

import io.grpc.Channel;
import java.util.Locale;

/** One thing that calls over a connection have to do, in whichever direction. The other side serves {@link PeerService}. */
@SuppressWarnings("ImmutableEnumChecker") // Each body is a static method, which has no state.
public enum Check {
    A_UNARY_CALL_IS_ANSWERED(CallKindChecks::unary),
    A_CLIENT_STREAM_ARRIVES_IN_ORDER(CallKindChecks::clientStreaming),
    A_SERVER_STREAM_ARRIVES_IN_ORDER(CallKindChecks::serverStreaming),
    A_CONVERSATION_ALTERNATES(CallKindChecks::conversation),
    EMPTY_MESSAGES_AND_STREAMS_ARRIVE(CallKindChecks::empty),
    MANY_PARAMETERS_ARRIVE_UNCHANGED(CallKindChecks::manyParameters),
    A_BLOCKING_STUB_WORKS(StubChecks::blocking),
    A_BLOCKING_V2_STUB_WORKS(StubChecks::blockingV2),
    AN_ASYNC_STUB_WORKS(StubChecks::async),
    A_FUTURE_STUB_WORKS(StubChecks::future),
    CLIENT_INTERCEPTORS_SEE_THE_CALL(StubChecks::interceptors),
    THE_REPLY_IS_SEEN_ON_THE_BLOCKED_THREAD(StubChecks::replyOnCallersThread),
    HEADERS_AND_TRAILERS_CARRY_TEXT_AND_BYTES(MetadataChecks::headersAndTrailers),
    REPEATED_HEADERS_KEEP_THEIR_ORDER(MetadataChecks::repeated),
    A_FAILURE_CARRIES_TRAILERS(MetadataChecks::trailersOfFailure),
    A_STATUS_CARRIES_DETAILS(ErrorChecks::details),
    A_THROWN_STATUS_CROSSES_AS_IT_IS(ErrorChecks::thrownStatus),
    ANOTHER_EXCEPTION_CROSSES_AS_INTERNAL(ErrorChecks::otherException),
    AN_UNKNOWN_METHOD_IS_UNIMPLEMENTED_AND_THE_SESSION_GOES_ON(ErrorChecks::unknownMethod),
    AN_UNKNOWN_SERVICE_IS_UNIMPLEMENTED_AND_THE_SESSION_GOES_ON(ErrorChecks::unknownService),
    A_MESSAGE_THAT_IS_TOO_LARGE_FAILS_ITS_CALL_ONLY(ErrorChecks::tooLarge),
    A_MISSED_DEADLINE_ENDS_THE_CALL_ON_BOTH_SIDES(DeadlineChecks::missed),
    A_DEADLINE_THAT_HAS_PASSED_STARTS_NOTHING(DeadlineChecks::passed),
    THE_CONTEXTS_DEADLINE_COUNTS(DeadlineChecks::ofContext),
    A_CALL_WITHOUT_DEADLINE_HAS_NONE_ON_THE_OTHER_SIDE(DeadlineChecks::none),
    A_CANCELLED_FUTURE_CANCELS_THE_HANDLER(CancelChecks::future),
    A_CANCELLED_CONTEXT_CANCELS_THE_HANDLER(CancelChecks::context),
    A_CANCELLED_STREAM_ENDS_AND_THE_SESSION_GOES_ON(CancelChecks::stream),
    A_SLOW_READER_STOPS_THE_WRITER(FlowChecks::slowReader),
    A_WRITER_IS_NOT_READY_WHILE_NOTHING_IS_TAKEN(FlowChecks::notReady),
    ONLY_WHAT_WAS_REQUESTED_IS_DELIVERED(FlowChecks::exactRequests),
    A_HUNDRED_CALLS_IN_A_ROW_ARE_ANSWERED(LoadChecks::hundredInARow),
    SIXTY_FOUR_THREADS_GET_EACH_ANSWER_ONCE(LoadChecks::manyThreads),
    FIVE_HUNDRED_CALLS_AT_ONCE_ARE_ANSWERED(LoadChecks::manyAtOnce),
    SMALL_CALLS_PASS_A_MESSAGE_OF_64_MIB(LoadChecks::largeBesideSmall);

    private final Body body;

    Check(Body body) {
        this.body = body;
    }

    /**
     * Makes the check over calls to the other side.
     *
     * @throws AssertionError when it does not hold, with what was found and wanted
     */
    public void run(Channel channel) throws Exception {
        body.run(channel);
    }

    /** As a sentence. */
    public String sentence() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private interface Body {
        void run(Channel channel) throws Exception;
    }
}
