package dev.adyton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.displayName;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.cause;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.adyton.host.api.EnclaveClient;
import dev.adyton.host.api.EnclaveManager;
import dev.adyton.host.api.EnclaveState;
import dev.adyton.host.api.HostAccess;
import dev.adyton.host.api.spi.EnclaveLoader;
import dev.adyton.image.EnclaveImage;
import dev.adyton.testkit.peer.CallBackRequest;
import dev.adyton.testkit.peer.InsideGrpc;
import dev.adyton.testkit.peer.Packet;
import dev.adyton.testkit.peer.PeerApplication;
import dev.adyton.testkit.peer.PeerService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@ExtendWith(LeakCheck.class)
class EnclaveTestTest {
    /** What the samples noted, in order. */
    private static final List<String> NOTES = new ArrayList<>();

    @EnclaveTest(application = PeerApplication.class)
    void it_works_as_users_write_it(EnclaveClient enclave, Backend backend) {
        assertThat(enclave.state()).isEqualTo(EnclaveState.RUNNING);
        assertThat(backend).isNotNull();
    }

    @Test
    void a_test_runs_once_on_each_backend_with_a_fresh_enclave() {
        var events = run(OnTwoBackends.class).testEvents();
        events.assertStatistics(stats -> stats.started(2).succeeded(2));
        events.assertThatEvents().haveExactly(1, event(test(), displayName("in-process"), finishedSuccessfully()));
        events.assertThatEvents().haveExactly(1, event(test(), displayName("process"), finishedSuccessfully()));
        assertThat(NOTES).containsExactly("IN_PROCESS RUNNING", "PROCESS RUNNING");
    }

    static class OnTwoBackends {
        @EnclaveTest(
                application = PeerApplication.class,
                backends = {Backend.IN_PROCESS, Backend.PROCESS})
        void note(EnclaveClient enclave, Backend backend) {
            NOTES.add(backend.name() + " " + enclave.state());
        }
    }

    @Test
    void an_enclave_may_call_what_the_test_class_grants() {
        run(Granting.class).testEvents().assertStatistics(stats -> stats.succeeded(2));
        assertThat(NOTES).containsExactly("field 4", "method 4");
    }

    static class Granting {
        @HostGrant
        final HostAccess access = echoing("field");

        @EnclaveTest(application = PeerApplication.class, backends = Backend.IN_PROCESS)
        void call(EnclaveClient enclave) {
            callBack(enclave, 4);
        }

        @Nested
        class Inner {
            @HostGrant
            HostAccess access() {
                return echoing("method");
            }

            @EnclaveTest(application = PeerApplication.class, backends = Backend.IN_PROCESS)
            void call(EnclaveClient enclave) {
                callBack(enclave, 4);
            }
        }
    }

    @Test
    void only_what_is_asked_for_is_started() {
        run(AskingForLittle.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        assertThat(NOTES).containsExactly("no enclave");
    }

    static class AskingForLittle {
        @EnclaveTest(application = PeerApplication.class, backends = Backend.IN_PROCESS)
        void note(EnclaveManager manager, EnclaveImage image, EnclaveLoader loader) {
            assertThat(image.manifest().getDebug()).isTrue();
            assertThat(loader.backend()).isEqualTo("in-process");
            NOTES.add(manager.client("test").isEmpty() ? "no enclave" : "an enclave");
        }
    }

    @Test
    void a_test_may_end_its_enclave_itself() {
        run(Ending.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    static class Ending {
        @EnclaveTest(application = PeerApplication.class, backends = Backend.IN_PROCESS)
        void end(EnclaveManager manager, EnclaveClient enclave) {
            manager.destroy(enclave);
        }
    }

    @Test
    void an_image_file_can_be_named() throws Exception {
        var file = Path.of("target", "named.enclave");
        Files.write(file, TestImage.release(PeerApplication.class).bytes());
        try {
            run(WithImage.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
        } finally {
            Files.delete(file);
        }
        assertThat(NOTES).containsExactly("debug false");
    }

    static class WithImage {
        @EnclaveTest(image = "target/named.enclave", backends = Backend.IN_PROCESS)
        void note(EnclaveImage image) {
            NOTES.add("debug " + image.manifest().getDebug());
        }
    }

    @Test
    void application_and_image_together_or_neither_are_refused() {
        var events = run(Misused.class).containerEvents();
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(message(text -> text.contains("found both application and image")))));
        events.assertThatEvents()
                .haveExactly(
                        1,
                        event(finishedWithFailure(
                                message(text -> text.contains("found neither application nor image")))));
    }

    static class Misused {
        @EnclaveTest(application = PeerApplication.class, image = "some.enclave")
        void both() {}

        @EnclaveTest
        void neither() {}
    }

    @Test
    void two_grants_in_one_class_are_refused() {
        run(GrantingTwice.class)
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1, event(finishedWithFailure(cause(message(text -> text.contains("found 2, wanted one"))))));
    }

    static class GrantingTwice {
        @HostGrant
        final HostAccess one = HostAccess.none();

        @HostGrant
        final HostAccess other = HostAccess.none();

        @EnclaveTest(application = PeerApplication.class, backends = Backend.IN_PROCESS)
        void never(EnclaveClient enclave) {
            NOTES.add(enclave.name());
        }
    }

    private static HostAccess echoing(String who) {
        var service = new PeerService(
                PeerService.Side.HOST,
                () -> {
                    throw new AssertionError("not called back");
                },
                packet -> {
                    NOTES.add(who + " " + packet.getNumber());
                    return packet;
                });
        return HostAccess.none().withService(service);
    }

    private static void callBack(EnclaveClient enclave, long number) {
        var request = CallBackRequest.newBuilder()
                .setPacket(Packet.newBuilder().setNumber(number))
                .setTimes(1)
                .build();
        var reply = InsideGrpc.newBlockingStub(enclave.channel()).callBack(request);
        assertThat(reply).isEqualTo(request.getPacket());
    }

    private static EngineExecutionResults run(Class<?> sample) {
        NOTES.clear();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute();
    }
}
