package dev.adyton.testkit.attack;

import com.google.protobuf.ByteString;
import dev.adyton.protocol.AttachReply;
import dev.adyton.protocol.AttachRequest;
import dev.adyton.protocol.LaunchReply;
import dev.adyton.protocol.LaunchRequest;
import dev.adyton.protocol.ProvisionGrpc.ProvisionStub;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** What a malicious provision server does with the calls of its clients. By default it does what it should. */
interface Scheme {
    /** Whether calls of this method, e.g. {@code Launch}, are taken and never answered. */
    default boolean silent(String method) {
        return false;
    }

    /** How calls of this method are refused. */
    default Optional<Status> refusal(String method) {
        return Optional.empty();
    }

    /** Whether it says that it has no image. */
    default boolean forgetful() {
        return false;
    }

    /** What is really launched. */
    default LaunchRequest launch(LaunchRequest asked) {
        return asked;
    }

    /** What is answered. */
    default LaunchReply launched(LaunchRequest asked, LaunchReply done) {
        return done;
    }

    /** What becomes of a record, numbered from 0, that is on its way to the enclave. */
    default List<ByteString> toEnclave(int number, ByteString record) {
        return List.of(record);
    }

    /** What becomes of a record on its way to the client. */
    default List<ByteString> toClient(int number, ByteString record) {
        return List.of(record);
    }

    /** Serves an attached stream. */
    default StreamObserver<AttachRequest> attach(StreamObserver<AttachReply> client, ProvisionStub real) {
        return TamperedStream.between(client, real, this);
    }
}
