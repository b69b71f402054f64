package dev.adyton.enclave.runtime.sample;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.protocol.EnclaveFinal;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Does what it is told: each payload of initialize, run and finish is a word and what belongs to it. */
public class ProbeApplication implements TrustedApplication {
    private final List<BindableService> services = new ArrayList<>();
    private final List<byte[]> memory = new ArrayList<>();
    private EnclaveContext context;

    @Override
    public void initialize(EnclaveContext given) throws Exception {
        context = given;
        services.add(() -> Texts.service("probe.Probe", Map.of("Do", this::doUnchecked, "Echo", text -> text)));
        for (var command : given.config().getPayloadList()) {
            doCommand(command.unpack(StringValue.class).getValue());
        }
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws Exception {
        var output = EnclaveOutput.newBuilder();
        for (var command : input.getPayloadList()) {
            var answer = doCommand(command.unpack(StringValue.class).getValue());
            if (answer == null) {
                return null;
            }
            output.addPayload(Any.pack(StringValue.of(answer)));
        }
        return output.build();
    }

    @Override
    public void finish(EnclaveFinal input) throws Exception {
        for (var command : input.getPayloadList()) {
            doCommand(command.unpack(StringValue.class).getValue());
        }
    }

    @Override
    public List<BindableService> services() {
        return services;
    }

    private String doUnchecked(String command) {
        try {
            return doCommand(command);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String doCommand(String command) throws Exception {
        int space = command.indexOf(' ');
        var rest = space < 0 ? "" : command.substring(space + 1);
        return switch (space < 0 ? command : command.substring(0, space)) {
            case "echo" -> rest;
            case "null" -> null;
            case "name" -> context.name();
            case "measurement" -> HexFormat.of().formatHex(context.measurement());
            case "loader" -> ownOrOther(Thread.currentThread().getContextClassLoader());
            case "callback-loader" -> loaderOfCallback();
            case "host" -> Texts.call(context.hostChannel(), "test.Host/Say", rest);
            case "service" -> {
                services.add(() -> Texts.service(rest, Map.of("Echo", text -> text)));
                yield "offered";
            }
            case "status" -> throw Status.DATA_LOSS.withDescription(rest).asException();
            case "runtime-status" ->
                throw Status.DATA_LOSS.withDescription(rest).asRuntimeException();
            case "throw" -> throw new IllegalStateException(rest);
            case "wrap" ->
                throw new IllegalStateException(
                        Status.DATA_LOSS.withDescription(rest).asException());
            case "error" -> throw new AssertionError(rest);
            case "load" -> Class.forName(rest).getName();
            case "log" -> {
                context.logger().log(System.Logger.Level.valueOf(rest), "logged");
                yield "logged";
            }
            case "print" -> {
                System.out.println("out " + rest);
                System.err.println("err " + rest);
                System.getLogger("some.logger").log(System.Logger.Level.INFO, "jdk " + rest);
                yield String.valueOf(System.in.read());
            }
            case "uncaught" -> {
                var thread = Thread.ofPlatform().name("own-thread").start(() -> {
                    throw new IllegalStateException(rest);
                });
                thread.join();
                yield "done";
            }
            case "abort" -> {
                context.abort(rest);
                yield "aborted";
            }
            case "exit" -> {
                System.exit(Integer.parseInt(rest));
                yield "unreachable";
            }
            case "fill" -> fill();
            default -> throw Status.INVALID_ARGUMENT.withDescription(command).asException();
        };
    }

    /** The context class loader that a callback of a future stub's answer sees, on whatever thread that is. */
    private String loaderOfCallback() throws Exception {
        var call = context.hostChannel().newCall(Texts.method("test.Host/Say"), CallOptions.DEFAULT);
        var seen = new CompletableFuture<ClassLoader>();
        ClientCalls.asyncUnaryCall(call, "x", new Seeing(seen));
        return ownOrOther(seen.get());
    }

    private String ownOrOther(ClassLoader seen) {
        return seen.equals(getClass().getClassLoader()) ? "own" : "other";
    }

    private String fill() {
        while (true) {
            memory.add(new byte[8 << 20]);
        }
    }

    private record Seeing(CompletableFuture<ClassLoader> seen) implements StreamObserver<String> {
        @Override
        public void onNext(String value) {
            seen.complete(Thread.currentThread().getContextClassLoader());
        }

        @Override
        public void onError(Throwable thrown) {
            seen.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {}
    }
}
