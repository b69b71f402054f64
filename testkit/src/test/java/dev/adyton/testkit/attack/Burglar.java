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
import dev.adyton.testkit.attack.inside.Reach;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
            case "find" -> Reach.find(Objects.requireNonNull(context), with).toString();
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

    /** Puts claims of its own into a request to the launcher, on every pipe of this process. */
    private static String claim(byte[] claims) throws IOException {
        var request = EvidenceRequest.newBuilder()
                .setId(2)
                .setBinder(ByteString.copyFrom(new byte[BINDER_BYTES]))
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                CLAIMS_FIELD,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(claims))
                                        .build())
                        .build())
                .build();
        for (var pipe : pipes()) {
            try (var out = new FileOutputStream(pipe.toFile())) {
                request.writeDelimitedTo(out);
            }
        }
        return "asked";
    }

    /** Those that are open for writing (the last digit of the flags in {@code fdinfo}), but for standard error. */
    private static List<Path> pipes() throws IOException {
        var pipes = new ArrayList<Path>();
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            for (var descriptor : all.toList()) {
                var number = descriptor.getFileName().toString();
                if (!number.equals("2")
                        && Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().startsWith("pipe:")
                        && Files.readString(Path.of("/proc/self/fdinfo", number))
                                .contains("1\nmnt_id")) {
                    pipes.add(descriptor);
                }
            }
        }
        return pipes;
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
