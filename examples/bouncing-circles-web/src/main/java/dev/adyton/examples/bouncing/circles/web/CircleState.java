package dev.adyton.examples.bouncing.circles.web;

import io.grpc.Status;

/** What has become of a circle's enclave. */
sealed interface CircleState {
    /** It is being provisioned. */
    record Starting() implements CircleState {}

    /** It answers calls. */
    record Running(CircleEnclave enclave) implements CircleState {}

    /**
     * It is gone and will be provisioned anew.
     *
     * @param why why it is gone
     */
    record Lost(Status why) implements CircleState {
        /** The same in words. */
        String reason() {
            var description = why.getDescription();
            return description == null ? why.getCode().name() : description + " (" + why.getCode() + ")";
        }
    }
}
