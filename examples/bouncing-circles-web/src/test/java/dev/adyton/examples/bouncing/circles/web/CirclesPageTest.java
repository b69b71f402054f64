package dev.adyton.examples.bouncing.circles.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.adyton.host.runtime.InProcessLoader;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page as its users meet it. */
@NeedsChromium
class CirclesPageTest {
    @RegisterExtension
    static final Browsers BROWSERS = new Browsers();

    private BouncingCircles application;

    @BeforeEach
    void start() throws Exception {
        application =
                BouncingCircles.start(new CirclesOptions(0, 4, "in this test"), Images.CONFIG, new InProcessLoader());
    }

    @AfterEach
    void stop() {
        application.close();
    }

    private Tab open() {
        return Tab.open(BROWSERS.browser(), application.page());
    }

    private Tab open(Browser.NewContextOptions options) {
        return Tab.open(BROWSERS.browser(), application.page(), options);
    }

    @Test
    void circles_move_and_numbers_tick() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            tab.awaitAnotherPictureThan(tab.picture());
            tab.awaitAnotherPictureThan(tab.picture());
            tab.awaitText("#rate", "[1-9][0-9]*(\\.\\d)?");
            tab.awaitText("#p50", "\\d+(\\.\\d+)? ms");
            tab.awaitText("#p99", "\\d+(\\.\\d+)? ms");
            tab.awaitText("#elapsed", "0:0[1-9]|0:[1-5]\\d");
            var calls = tab.fact("circle-1", "calls").textContent();
            assertThat(tab.fact("circle-1", "calls")).not().hasText(calls);
        }
    }

    @Test
    void each_enclave_tells_its_facts() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            for (var name : List.of("circle-1", "circle-2", "circle-3", "circle-4")) {
                assertThat(tab.fact(name, "where")).hasText("in-process, in this test");
                assertThat(tab.fact(name, "platform")).containsText("SIMULATED enclave: no hardware protects it");
                assertThat(tab.fact(name, "session")).not().isEmpty();
                assertThat(tab.card(name).locator(".copy"))
                        .hasText(Images.CIRCLE.measurement().shortHex() + "…");
            }
        }
    }

    @Test
    void a_click_copies_the_whole_measurement() {
        var options = new Browser.NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write"));
        try (var tab = open(options)) {
            tab.awaitCircles(4);
            tab.card("circle-3").locator(".copy").click();
            assertThat(tab.card("circle-3").locator(".copy")).hasText("copied");
            assertThat(tab.page().evaluate("navigator.clipboard.readText()"))
                    .isEqualTo(Images.CIRCLE.measurement().toString());
        }
    }

    @Test
    void circles_are_added_up_to_the_limit_and_removed() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            for (int i = 5; i <= CirclesOptions.MOST_CIRCLES; i++) {
                tab.button("Add a circle").click();
                tab.awaitCircles(i);
            }
            assertThat(tab.button("Add a circle")).isDisabled();

            tab.button("Remove a circle").click();
            tab.card("circle-2").getByText("Remove").click();

            assertThat(tab.page().locator("#enclaves li")).hasCount(CirclesOptions.MOST_CIRCLES - 2);
            assertThat(tab.card("circle-12")).hasCount(0);
            assertThat(tab.card("circle-2")).hasCount(0);
            assertThat(tab.button("Add a circle")).isEnabled();
        }
    }

    @Test
    void a_killed_enclave_turns_grey_with_the_reason_and_comes_back() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            tab.button("Kill circle-2").click();
            tab.awaitState("circle-2", "lost");
            assertThat(tab.card("circle-2").locator(".reason"))
                    .hasText("Killed on the page (ABORTED). Comes back by itself.");
            assertThat(tab.page().locator("#news")).containsText("circle-2 is lost: Killed on the page");
            assertThat(tab.page().locator("#canvas"))
                    .hasAttribute("aria-label", Pattern.compile("4 circles, 1 of them lost"));
            assertGrey(fillAt(tab, 2));

            tab.button("Start now circle-2").click();

            tab.awaitState("circle-2", "running");
            tab.awaitCircles(4);
            tab.awaitAnotherPictureThan(tab.picture());
            tab.page().waitForFunction("() => model.circles.every(circle => circle.state === 'running')");
            assertThat(tab.card("circle-2").locator(".reason")).isHidden();
        }
    }

    /** Red, green and blue beside the number in the middle of a circle. */
    private static List<Integer> fillAt(Tab tab, int circle) {
        var pixel = (List<?>) tab.page().evaluate("""
                number => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(() => {
                    const at = model.positions.get(number);
                    const scale = canvas.width / model.width;
                    const pixel = canvas.getContext('2d')
                        .getImageData((at.x - at.radius * 0.7) * scale, at.y * scale, 1, 1).data;
                    seen(Array.from(pixel));
                })))""", circle);
        return pixel.stream().limit(3).map(value -> ((Number) value).intValue()).toList();
    }

    private static void assertGrey(List<Integer> pixel) {
        var most = pixel.stream().mapToInt(Integer::intValue).max().orElseThrow();
        var least = pixel.stream().mapToInt(Integer::intValue).min().orElseThrow();
        assertThat(most - least).as("spread of %s", pixel).isLessThan(25);
    }

    @Test
    void two_tabs_agree() {
        try (var first = open();
                var second = open()) {
            first.awaitCircles(4);
            second.awaitCircles(4);
            first.button("Add a circle").click();
            second.awaitCircles(5);

            second.button("Pause").click();

            assertThat(first.button("Go on")).isVisible();
            first.awaitStandstill();
            second.awaitStandstill();
            first.page()
                    .waitForFunction(
                            "expected => document.getElementById('canvas').toDataURL() === expected", second.picture());

            first.button("Go on").click();

            second.awaitAnotherPictureThan(second.picture());
            assertThat(second.button("Pause")).isVisible();
        }
    }

    @Test
    void a_circle_that_is_paused_stands_still() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            tab.button("Pause").click();
            assertThat(tab.button("Go on")).isVisible();
            tab.awaitStandstill();
            var picture = tab.picture();
            assertThat(tab.page().locator("#rate")).hasText("0");
            var elapsed = tab.page().locator("#elapsed").textContent();
            assertThat(tab.page().locator("#elapsed")).not().hasText(elapsed);
            assertThat(tab.picture()).isEqualTo(picture);
        }
    }

    @Test
    void the_keyboard_does_it_all() {
        try (var tab = open()) {
            tab.awaitCircles(4);
            tab.page().keyboard().press("p");
            assertThat(tab.button("Go on")).isVisible();
            tab.page().keyboard().press("p");
            assertThat(tab.button("Pause")).isVisible();
            tab.page().keyboard().press("a");
            tab.awaitCircles(5);
            tab.page().keyboard().press("r");
            assertThat(tab.page().locator("#enclaves li")).hasCount(4);

            tab.button("Kill circle-1").focus();
            tab.page().keyboard().press("Enter");
            tab.awaitState("circle-1", "lost");
            assertThat((String) tab.page().evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .isNotNull();
        }
    }

    @Test
    void on_a_phone_nothing_is_cut_off() {
        var phone = new Browser.NewContextOptions()
                .setViewportSize(360, 740)
                .setDeviceScaleFactor(3)
                .setHasTouch(true)
                .setIsMobile(true);
        try (var tab = open(phone)) {
            tab.awaitCircles(4);
            assertThat((Boolean) tab.page()
                            .evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                    .isTrue();
            for (var button : tab.page().getByRole(AriaRole.BUTTON).all()) {
                var box = button.boundingBox();
                assertThat(box.x).isGreaterThanOrEqualTo(0);
                assertThat(box.x + box.width).as(button.textContent()).isLessThanOrEqualTo(360);
            }
            tab.screenshot("phone");
        }
    }

    @Test
    void the_canvas_has_as_many_pixels_as_the_screen() {
        var dense = new Browser.NewContextOptions().setViewportSize(1200, 900).setDeviceScaleFactor(2);
        try (var tab = open(dense)) {
            tab.awaitCircles(4);
            assertThat(
                            (Boolean)
                                    tab.page()
                                            .evaluate(
                                                    "canvas.width === 2 * canvas.clientWidth && canvas.height === 2 * canvas.clientHeight"))
                    .isTrue();
        }
    }

    @Test
    void in_the_dark_it_is_dark() {
        var dark = new Browser.NewContextOptions().setViewportSize(1200, 900).setColorScheme(ColorScheme.DARK);
        try (var tab = open(dark)) {
            tab.awaitCircles(4);
            assertThat(tab.page().locator("body")).hasCSS("background-color", "rgb(16, 20, 27)");
            tab.awaitText("#elapsed", "0:0[1-9]|0:[1-5]\\d");
            tab.screenshot("dark");
        }
    }

    @Test
    void who_wants_less_motion_gets_less_and_is_told() {
        var still = new Browser.NewContextOptions().setViewportSize(1200, 900).setReducedMotion(ReducedMotion.REDUCE);
        try (var tab = open(still)) {
            tab.awaitCircles(4);
            assertThat(tab.page().locator("#still")).isVisible();
            tab.awaitAnotherPictureThan(tab.picture());
            assertThat((Boolean) tab.page().evaluate("[...model.trails.values()].every(trail => trail.length === 0)"))
                    .isTrue();
        }
    }

    @Test
    void the_parking_page_leads_to_the_circles() {
        try (var tab = Tab.open(BROWSERS.browser(), application.page().resolve("/"))) {
            assertThat(tab.page()).hasTitle("Adyton: parking page");
            tab.page().getByText("Bouncing circles example").click();
            tab.awaitCircles(4);
        }
    }

    @Test
    void a_page_that_does_not_exist_says_so() {
        try (var tab = Tab.open(BROWSERS.browser(), URI.create(application.page() + "/nowhere"))) {
            assertThat(tab.page()).hasTitle("404 Not Found");
            assertThat(tab.forgiveComplaints()).allMatch(complaint -> complaint.contains("404"));
        }
    }

    @Test
    void when_the_server_goes_the_page_says_so_and_when_it_comes_back_goes_on() throws Exception {
        try (var tab = open()) {
            tab.awaitCircles(4);
            var port = application.page().getPort();
            application.close();
            assertThat(tab.page().locator("#connection")).hasText("Reconnecting");

            application = BouncingCircles.start(
                    new CirclesOptions(port, 2, "in this test"), Images.CONFIG, new InProcessLoader());

            assertThat(tab.page().locator("#connection"))
                    .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(30_000));
            tab.awaitCircles(2);
            assertThat(tab.forgiveComplaints()).allMatch(complaint -> complaint.contains("ERR_"));
        }
    }
}
