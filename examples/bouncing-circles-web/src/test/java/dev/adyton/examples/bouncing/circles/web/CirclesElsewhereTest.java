package dev.adyton.examples.bouncing.circles.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.adyton.host.remote.RemoteLoadConfig;
import dev.adyton.host.remote.RemoteLoader;
import dev.adyton.host.remote.RemoteProvision;
import dev.adyton.host.remote.RemoteProxyClientConfig;
import dev.adyton.host.runtime.ProcessLoader;
import dev.adyton.relay.ProvisionServer;
import dev.adyton.relay.ProvisionServerOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page while its enclaves run in processes, here and behind a provision server. */
@NeedsChromium
class CirclesElsewhereTest {
    @RegisterExtension
    static final Browsers BROWSERS = new Browsers();

    @Test
    void an_enclave_whose_process_is_killed_tells_how_it_ended_and_comes_back_by_itself() throws Exception {
        try (var loader = new ProcessLoader();
                var application =
                        BouncingCircles.start(new CirclesOptions(0, 4, "on this machine"), Images.CONFIG, loader);
                var tab = Tab.open(
                        BROWSERS.browser(),
                        application.page(),
                        new Browser.NewContextOptions().setViewportSize(1200, 800))) {
            tab.awaitCircles(4);
            tab.awaitText("#elapsed", "0:0[3-9]|0:[1-5]\\d");
            tab.screenshot("light");

            assertThat(anEnclaveProcess().destroyForcibly()).isTrue();

            var lost = tab.page().locator("#enclaves li[data-state=lost]");
            assertThat(lost).hasCount(1);
            assertThat(lost.locator(".reason")).containsText("UNAVAILABLE");
            tab.screenshot("lost");
            assertThat(lost).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
            tab.awaitCircles(4);
        }
    }

    private static ProcessHandle anEnclaveProcess() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains("dev.adyton.enclave.runtime"))
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void circles_bounce_behind_a_provision_server(@TempDir Path storage) throws Exception {
        try (var server = ProvisionServer.start(ProvisionServerOptions.defaults()
                        .withListen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withStorage(storage.resolve("cache")));
                var loader = new RemoteLoader(new RemoteLoadConfig(RemoteProxyClientConfig.defaultsWithProvision(
                        RemoteProvision.server("127.0.0.1", server.address().getPort()))));
                var application =
                        BouncingCircles.start(new CirclesOptions(0, 4, "a provision server"), Images.CONFIG, loader);
                var tab = Tab.open(BROWSERS.browser(), application.page())) {
            tab.awaitCircles(4);
            tab.awaitAnotherPictureThan(tab.picture());
            assertThat(tab.fact("circle-1", "where")).hasText("remote, a provision server");
            tab.button("Kill circle-4").click();
            tab.awaitState("circle-4", "lost");
            tab.button("Start now circle-4").click();
            tab.awaitState("circle-4", "running");
        }
    }
}
