package dev.adyton.enclave.launcher.sample;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.EvidenceReply;
import dev.adyton.protocol.EvidenceRequest;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * An application that tries to get evidence that the runtime did not ask for. Run with the name of a way; answers the encoded evidence that it got,
 * or no bytes.
 */
public final class Thief implements TrustedApplication {
    private static final int BINDER_BYTES = 64;

    private EnclaveContext context;

    @Override
    public void initialize(EnclaveContext context) {
        this.context = context;
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws Exception {
        var way = input.getPayload(0).unpack(StringValue.class).getValue();
        var found = switch (way) {
            case "standard" -> throughStandardDescriptors();
            case "pipes" -> throughAllPipes();
            case "reflection" -> throughReflection();
            default -> throw new IllegalArgumentException(way);
        };
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(BytesValue.of(found.orElse(ByteString.EMPTY))))
                .build();
    }

    private static byte[] stolenBinder() {
        var binder = new byte[BINDER_BYTES];
        binder[0] = 's';
        return binder;
    }

    private static Optional<ByteString> throughStandardDescriptors() {
        return ask(
                () -> new FileOutputStream(FileDescriptor.out),
                () -> new FileInputStream(FileDescriptor.in),
                // The runtime has asked once.
                2);
    }

    /** Every pipe of this process, whatever its number: one of them is the launcher's. */
    private static Optional<ByteString> throughAllPipes() throws IOException {
        var pipes = new ArrayList<Path>();
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            for (var descriptor : all.toList()) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).toString().startsWith("pipe:")) {
                    pipes.add(descriptor);
                }
            }
        }
        for (var out : pipes) {
            for (var in : pipes) {
                if (!isOpenFor(out, '1') || !isOpenFor(in, '0')) {
                    continue;
                }
                var found = ask(() -> new FileOutputStream(out.toFile()), () -> new FileInputStream(in.toFile()), 2);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** By the last digit of the flags in {@code fdinfo}: 0 for reading, 1 for writing. Standard error is left alone. */
    private static boolean isOpenFor(Path descriptor, char mode) throws IOException {
        var number = descriptor.getFileName().toString();
        return !number.equals("2")
                && Files.readAllLines(Path.of("/proc/self/fdinfo", number)).stream()
                        .anyMatch(line -> line.startsWith("flags:") && line.charAt(line.length() - 1) == mode);
    }

    private interface Opened<T> {
        T open() throws IOException;
    }

    private static Optional<ByteString> ask(
            Opened<OutputStream> launcherHears, Opened<InputStream> launcherSays, long id) {
        try (var out = launcherHears.open();
                var in = launcherSays.open()) {
            EvidenceRequest.newBuilder()
                    .setId(id)
                    .setBinder(ByteString.copyFrom(stolenBinder()))
                    .build()
                    .writeDelimitedTo(out);
            out.flush();
            return Optional.ofNullable(EvidenceReply.parseDelimitedFrom(in)).map(EvidenceReply::getEvidence);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** From what it was given through the fields of everything that can be reached, to the one who asks the launcher. */
    private Optional<ByteString> throughReflection() throws Exception {
        var loader = context.getClass().getClassLoader();
        var attester = loader.loadClass("dev.adyton.attestation.Attester");
        var bytes = loader.loadClass("dev.adyton.attestation.Bytes");
        var found = reachable(context, attester);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var binder = bytes.getMethod("of", byte[].class).invoke(null, (Object) stolenBinder());
        var evidence = attester.getMethod("attest", bytes).invoke(found.get(), binder);
        var encoded = evidence.getClass().getMethod("encode").invoke(evidence);
        return Optional.of(
                ByteString.copyFrom((byte[]) bytes.getMethod("toByteArray").invoke(encoded)));
    }

    private static Optional<Object> reachable(Object from, Class<?> wanted) {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
        var next = new ArrayDeque<Object>(List.of(from));
        while (!next.isEmpty()) {
            var object = next.poll();
            if (wanted.isInstance(object)) {
                return Optional.of(object);
            }
            contents(object).filter(seen::add).forEach(next::add);
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                for (var field : type.getDeclaredFields()) {
                    value(field, object).filter(seen::add).ifPresent(next::add);
                }
            }
        }
        return Optional.empty();
    }

    /** What the JDK's own containers hold, whose fields are closed. */
    private static Stream<?> contents(Object object) {
        return switch (object) {
            case CompletableFuture<?> future
            when future.isDone() && !future.isCompletedExceptionally() -> Stream.ofNullable(future.getNow(null));
            case AtomicReference<?> reference -> Stream.ofNullable(reference.get());
            case Optional<?> optional -> optional.stream();
            case Collection<?> collection -> collection.stream().filter(Objects::nonNull);
            case Map<?, ?> map -> map.values().stream().filter(Objects::nonNull);
            default -> Stream.empty();
        };
    }

    private static Optional<Object> value(Field field, Object object) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return Optional.empty();
        }
        try {
            field.setAccessible(true);
            return Optional.ofNullable(field.get(object));
        } catch (RuntimeException | IllegalAccessException e) {
            // Closed to reflection, as the insides of the JDK are.
            return Optional.empty();
        }
    }
}
