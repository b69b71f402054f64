package dev.adyton.testkit.attack;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.EvidenceRequest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An application that tries to leave its enclave. What it is to try is its input's first text, with what its second. */
public final class Burglar implements TrustedApplication {
    private static final int BINDER_BYTES = 64;
    private static final int CLAIMS_FIELD = 3;

    private @Nullable EnclaveContext context;

    /** Made by the runtime. */
    public Burglar() {}

    @Override
    public void initialize(EnclaveContext given) {
        context = given;
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws Exception {
        var with = text(input, 1);
        var loot = switch (text(input, 0)) {
            case "ask on the standard streams" -> standardStreams();
            case "force evidence" -> force(HexFormat.of().parseHex(with));
            case "claim to be another" -> claim(HexFormat.of().parseHex(with));
            case "read" -> Files.readString(Path.of(with));
            case "list" -> list(Path.of(with));
            case "find class" -> find(with);
            default -> throw new IllegalArgumentException(text(input, 0));
        };
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(StringValue.of(loot)))
                .build();
    }

    private static String text(EnclaveInput input, int index) throws InvalidProtocolBufferException {
        return input.getPayload(index).unpack(StringValue.class).getValue();
    }

    /** Where a program would look for the pipes to who started it. */
    private static String standardStreams() throws IOException {
        var request = EvidenceRequest.newBuilder()
                .setId(2)
                .setBinder(ByteString.copyFrom(new byte[BINDER_BYTES]))
                .build();
        request.writeDelimitedTo(System.out);
        System.out.flush();
        var found = "read " + System.in.read();
        try {
            request.writeDelimitedTo(new FileOutputStream(FileDescriptor.out));
        } catch (IOException closed) {
            found += ", " + closed.getMessage();
        }
        for (var descriptor : new String[] {"0", "1"}) {
            found += ", " + Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor));
        }
        return found;
    }

    /** Takes the runtime apart until it holds what the runtime proves itself with, and asks that. */
    private String force(byte[] binder) throws ReflectiveOperationException {
        var attester = Loot.find(Objects.requireNonNull(context), "dev.adyton.attestation.Attester");
        var bytes = Class.forName(
                "dev.adyton.attestation.Bytes", true, attester.getClass().getClassLoader());
        var attest = Loot.method(attester, "attest", bytes);
        var evidence =
                attest.invoke(attester, bytes.getMethod("of", byte[].class).invoke(null, (Object) binder));
        var encoded = evidence.getClass().getMethod("encode").invoke(evidence);
        return String.valueOf(encoded.getClass().getMethod("hex").invoke(encoded));
    }

    /** Puts claims of its own into a request to the launcher. */
    private String claim(byte[] claims) throws ReflectiveOperationException, IOException {
        var streams = Loot.find(Objects.requireNonNull(context), "dev.adyton.enclave.runtime.LauncherStreams");
        var out = (OutputStream) Loot.method(streams, "out").invoke(streams);
        EvidenceRequest.newBuilder()
                .setId(2)
                .setBinder(ByteString.copyFrom(new byte[BINDER_BYTES]))
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                CLAIMS_FIELD,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(claims))
                                        .build())
                        .build())
                .build()
                .writeDelimitedTo(out);
        out.flush();
        return "asked";
    }

    private static String list(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(Path::toString)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String find(String name) {
        try {
            return String.valueOf(Class.forName(name, false, Burglar.class.getClassLoader()));
        } catch (ClassNotFoundException absent) {
            return "not found";
        }
    }
}
