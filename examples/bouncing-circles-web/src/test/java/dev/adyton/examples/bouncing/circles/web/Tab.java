package dev.adyton.examples.bouncing.circles.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The page in a browser of its own. Closing it fails when the page complained or asked another server. */
final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Tab(BrowserContext context, URI address) {
        this.context = context;
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        var server = address.resolve("/").toString();
        page.onRequest(request -> {
            if (!request.url().startsWith(server) && !request.url().startsWith("data:")) {
                complaints.add("asked " + request.url());
            }
        });
        page.navigate(address.toString());
    }

    static Tab open(Browser browser, URI address) {
        return open(browser, address, new Browser.NewContextOptions().setViewportSize(1200, 900));
    }

    static Tab open(Browser browser, URI address, Browser.NewContextOptions options) {
        return new Tab(browser.newContext(options), address);
    }

    Page page() {
        return page;
    }

    /** The card of an enclave. */
    Locator card(String name) {
        return page.locator("#enclaves li").filter(new Locator.FilterOptions().setHasText(name));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** A fact on the card of an enclave. */
    Locator fact(String enclave, String fact) {
        return card(enclave).locator("[data-fact=" + fact + "]");
    }

    void awaitState(String enclave, String state) {
        assertThat(card(enclave))
                .hasAttribute("data-state", state, new LocatorAssertions.HasAttributeOptions().setTimeout(30_000));
    }

    /** Waits until each of the circles was drawn. */
    void awaitCircles(int count) {
        assertThat(page.locator("#enclaves li[data-state=running]")).hasCount(count);
        page.waitForFunction("count => model.positions.size >= count", count);
    }

    /** What the canvas shows. */
    String picture() {
        return (String) page.evaluate("document.getElementById('canvas').toDataURL()");
    }

    /** Waits until the canvas shows something else. */
    void awaitAnotherPictureThan(String before) {
        page.waitForFunction("before => document.getElementById('canvas').toDataURL() !== before", before);
    }

    /** Waits until no circle draws a trail, which those that stand do not after a moment. */
    void awaitStandstill() {
        page.waitForFunction("() => [...model.trails.values()].every(trail => trail.length === 0) && !dirty");
    }

    /** Waits until an element's text fits. */
    void awaitText(String selector, String pattern) {
        assertThat(page.locator(selector)).hasText(Pattern.compile(pattern));
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(System.getProperty("adyton.screenshots"), name + ".png"))
                .setFullPage(true));
    }

    /** Takes back what the page has complained of so far: the test made it happen. */
    List<String> forgiveComplaints() {
        var forgiven = List.copyOf(complaints);
        complaints.clear();
        return forgiven;
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the page complained of").isEmpty();
    }
}
