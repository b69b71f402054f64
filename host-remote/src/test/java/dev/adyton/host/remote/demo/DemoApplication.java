package dev.adyton.host.remote.demo;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.StringValue;
import dev.adyton.enclave.api.EnclaveContext;
import dev.adyton.enclave.api.TrustedApplication;
import dev.adyton.image.EnclaveImage;
import dev.adyton.image.ImageBuilder;
import dev.adyton.image.SignatureScheme;
import dev.adyton.image.SigningKey;
import dev.adyton.protocol.EnclaveInput;
import dev.adyton.protocol.EnclaveOutput;
import dev.adyton.protocol.ImageKind;
import dev.adyton.protocol.ImageManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Does what it is told: {@code wait}, {@code abort}, or says the same back. */
public final class DemoApplication implements TrustedApplication {
    private volatile EnclaveContext context;

    @Override
    public void initialize(EnclaveContext context) {
        this.context = context;
    }

    @Override
    public EnclaveOutput run(EnclaveInput input) throws InterruptedException, InvalidProtocolBufferException {
        var command = text(input);
        switch (command) {
            case "wait" -> new java.util.concurrent.CountDownLatch(1).await();
            case "abort" -> context.abort("told so");
            default -> {}
        }
        return EnclaveOutput.newBuilder()
                .addPayload(Any.pack(StringValue.of(command)))
                .build();
    }

    /** What to say to it. */
    public static EnclaveInput command(String command) {
        return EnclaveInput.newBuilder()
                .addPayload(Any.pack(StringValue.of(command)))
                .build();
    }

    private static String text(EnclaveInput input) throws InvalidProtocolBufferException {
        return input.getPayload(0).unpack(StringValue.class).getValue();
    }

    /** What it said. */
    public static String text(EnclaveOutput output) throws InvalidProtocolBufferException {
        return output.getPayload(0).unpack(StringValue.class).getValue();
    }

    /** An image of this class; another seed is another image. */
    public static EnclaveImage image(int seed) throws IOException {
        var jar = new ByteArrayOutputStream();
        var path = DemoApplication.class.getName().replace('.', '/') + ".class";
        try (var zip = new ZipOutputStream(jar);
                var in = DemoApplication.class.getClassLoader().getResourceAsStream(path)) {
            var entry = new ZipEntry(path);
            // The same image each time.
            entry.setTime(0);
            zip.putNextEntry(entry);
            in.transferTo(zip);
        }
        var manifest = ImageManifest.newBuilder()
                .setFormatVersion(1)
                .setKind(ImageKind.IMAGE_KIND_JAVA)
                .setApplicationClass(DemoApplication.class.getName())
                .setName("demo")
                .setProductId(seed)
                .setMemoryLimitBytes(64 << 20)
                .setThreadLimit(64)
                .build();
        return Signer.KEY.sign(
                new ImageBuilder(manifest).addJar("demo.jar", jar.toByteArray()).build());
    }

    /** A class of its own, since an enclave has none of this library. */
    private static final class Signer {
        private static final SigningKey KEY = SigningKey.generate(SignatureScheme.ED25519);
    }
}
