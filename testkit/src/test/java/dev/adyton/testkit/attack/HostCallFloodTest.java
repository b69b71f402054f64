package dev.adyton.testkit.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adyton.host.api.EnclaveLoadConfig;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.HostAccess;
import dev.adyton.testkit.LeakCheck;
import dev.adyton.testkit.TestImage;
import dev.adyton.testkit.attack.inside.Attack;
import dev.adyton.testkit.attack.inside.AttacksGrpc;
import dev.adyton.testkit.attack.inside.Flooder;
import dev.adyton.testkit.attack.inside.Outcome;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An enclave that floods its host with calls gets so many served as it may, and nobody else is hurt. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ExtendWith(LeakCheck.class)
class HostCallFloodTest {
    private static final int MAX_CALLS = 1024;

    @ParameterizedTest
    @EnumSource(Level.class)
    void what_is_too_much_is_refused_and_other_enclaves_go_on(Level level, @TempDir Path directory) throws Exception {
        level.unavailability().ifPresent(reason -> Assumptions.abort(level + " is not to be had: " + reason));
        var host = new Silent();
        try (var loader = level.loader(directory);
                var manager = new EnclaveManager()) {
            var flooder = manager.load(
                    EnclaveLoadConfig.of("flooder", TestImage.debug(Flooder.class))
                            .withAccess(HostAccess.none().withService(host)),
                    loader);
            var other = manager.load(EnclaveLoadConfig.of("other", Victim.WITNESS), loader);
            assertThat(Victim.run(flooder, "all at once")).contains("RESOURCE_EXHAUSTED", "no more calls");
            assertThat(host.taken).hasValueLessThanOrEqualTo(MAX_CALLS);
            assertThat(Victim.run(other, "unharmed")).isEqualTo("unharmed");
            assertThat(flooder.attest().accepted()).isTrue();
        }
    }

    /** Takes calls and never answers. */
    private static final class Silent extends AttacksGrpc.AttacksImplBase {
        private final AtomicInteger taken = new AtomicInteger();

        @Override
        public void try_(Attack attack, StreamObserver<Outcome> reply) {
            taken.incrementAndGet();
        }
    }
}
