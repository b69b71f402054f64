package app;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.host.runtime.InProcessLoader;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.protocol.EnclaveInput;
import java.nio.file.Path;
import java.util.List;

/** Enters an enclave of the image in the first argument on each backend; remote ones cache it in the directory in the second. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        var image = EnclaveImage.read(Path.of(arguments[0]));
        var provision = RemoteProvision.local(Path.of(arguments[1]));
        var remote = new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(provision));
        try (var processes = new ProcessLoader();
                var remotes = new RemoteLoader(remote);
                var manager = new EnclaveManager()) {
            for (var loader : List.<EnclaveLoader>of(new InProcessLoader(), processes, remotes)) {
                var client = manager.load(EnclaveLoadConfig.of(loader.backend(), image), loader);
                var said = Any.pack(StringValue.of("said on " + loader.backend()));
                var answer = client.enterAndRun(EnclaveInput.newBuilder().addPayload(said).build());
                System.out.println(loader.getClass().getModule().getName() + ": "
                        + answer.getPayload(0).unpack(StringValue.class).getValue());
            }
        }
    }
}
