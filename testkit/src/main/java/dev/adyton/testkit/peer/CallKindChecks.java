package dev.adyton.testkit.peer;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The four kinds of gRPC calls. */
final class CallKindChecks {
    private CallKindChecks() {}

    static void unary(Channel channel) {
        var sent = Packet.newBuilder()
                .setNumber(Long.MIN_VALUE)
                .setData(ByteString.copyFromUtf8("all of it"))
                .build();
        Expect.equal(sent, PeerGrpc.newBlockingStub(channel).echo(sent), "echo");
    }

    static void clientStreaming(Channel channel) throws Exception {
        var reply = new Packets.Collector();
        var out = PeerGrpc.newStub(channel).collect(reply);
        for (var letter : List.of("in", "this", "order")) {
            out.onNext(Packets.text(letter).toBuilder().setNumber(2).build());
        }
        out.onCompleted();
        var wanted = Packets.text("inthisorder").toBuilder().setNumber(6).build();
        Expect.equal(List.of(wanted), reply.all(), "collected");
    }

    static void serverStreaming(Channel channel) {
        var replies = PeerGrpc.newBlockingStub(channel)
                .emit(EmitRequest.newBuilder()
                        .setName(Packets.unique("emit"))
                        .setCount(100)
                        .build());
        var found = new ArrayList<Packet>();
        replies.forEachRemaining(found::add);
        Expect.equal(Packets.numbers(100), found, "emitted");
    }

    static void conversation(Channel channel) throws Exception {
        BlockingQueue<Packet> answers = new LinkedBlockingQueue<>();
        var end = new Packets.Collector();
        var out = PeerGrpc.newStub(channel).converse(new StreamObserver<>() {
            @Override
            public void onNext(Packet packet) {
                answers.add(packet);
            }

            @Override
            public void onError(Throwable failure) {
                end.onError(failure);
            }

            @Override
            public void onCompleted() {
                end.onCompleted();
            }
        });
        for (var said : Packets.numbers(20)) {
            out.onNext(said);
            Expect.equal(said, answers.poll(Packets.PATIENCE_SECONDS, TimeUnit.SECONDS), "answer");
        }
        out.onCompleted();
        Expect.equal(List.of(), end.all(), "rest");
    }

    static void empty(Channel channel) throws Exception {
        var nothing = Packet.getDefaultInstance();
        Expect.equal(nothing, PeerGrpc.newBlockingStub(channel).echo(nothing), "echo of an empty message");
        var reply = new Packets.Collector();
        PeerGrpc.newStub(channel).collect(reply).onCompleted();
        Expect.equal(List.of(nothing), reply.all(), "collected of an empty stream");
        var replies = new Packets.Collector();
        PeerGrpc.newStub(channel).converse(replies).onCompleted();
        Expect.equal(List.of(), replies.all(), "answers in an empty conversation");
    }

    static void manyParameters(Channel channel) {
        var plain = Parameters.newBuilder()
                .setADouble(-0.1)
                .setAFloat(Float.MAX_VALUE)
                .setAnInt32(Integer.MIN_VALUE)
                .setAnInt64(Long.MIN_VALUE)
                .setAUint32(-1)
                .setAUint64(-1)
                .setASint32(-77)
                .setASint64(Long.MAX_VALUE)
                .setAFixed32(42)
                .setAFixed64(43)
                .setASfixed32(-44)
                .setASfixed64(-45)
                .setABool(true)
                .setAString("Ἄδυτον \u0000 \uD83C\uDFDB")
                .setSomeBytes(ByteString.copyFrom(new byte[] {0, -1, 127, -128}))
                .setAnEnum(FailKind.FAIL_KIND_THROW_OTHER)
                .addAllNumbers(List.of(1, -2, 3))
                .addAllStrings(List.of("", "two"))
                .putMap("key", 1)
                .putMap("", -1)
                .setOptionalString("")
                .build();
        var sent = plain.toBuilder()
                .setNested(plain)
                .setOther(Packets.text("chosen"))
                .build();
        Expect.equal(sent, PeerGrpc.newBlockingStub(channel).copy(sent), "copy");
    }
}
