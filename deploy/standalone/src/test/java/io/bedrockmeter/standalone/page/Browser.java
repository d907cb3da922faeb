package io.bedrockmeter.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** A browser with one tab, and a person's hands and eyes. */
final class Browser implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    /** The second is about how axe-core looks at pictures. */
    private static final List<String> NO_COMPLAINTS =
            List.of("Failed to load resource: the server responded with a status of", "Canvas2D: Multiple readback");

    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final WebDriver driver;
    private final String session;
    private final List<String> console = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    Browser(WebDriver driver) {
        this.driver = driver;
        this.session = "/session/" + driver.newSession();
        window(1360, 900);
    }

    /** Loads a page, also where only what stands behind {@code #} differs. */
    void open(String url) {
        driver.post(session + "/url", new JsonObject().put("url", "about:blank"));
        driver.post(session + "/url", new JsonObject().put("url", url));
    }

    String address() {
        return string("return location.href");
    }

    void window(int width, int height) {
        cdp(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 500));
    }

    void dark(boolean dark) {
        cdp(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                JsonArray.of(new JsonObject()
                                        .put("name", "prefers-color-scheme")
                                        .put("value", dark ? "dark" : "light"))));
    }

    /** Runs a script of the test in the page; {@code arguments} in it are ours. */
    Object run(String script, Object... arguments) {
        return driver.post(
                session + "/execute/sync",
                new JsonObject().put("script", script).put("args", new JsonArray(List.of(arguments))));
    }

    /** The same for a script that answers later, by calling its last argument. */
    Object runLater(String script, Object... arguments) {
        return driver.post(
                session + "/execute/async",
                new JsonObject().put("script", script).put("args", new JsonArray(List.of(arguments))));
    }

    String string(String script, Object... arguments) {
        return String.valueOf(run(script, arguments));
    }

    long number(String script, Object... arguments) {
        return ((Number) run(script, arguments)).longValue();
    }

    boolean is(String script, Object... arguments) {
        return Boolean.TRUE.equals(run(script, arguments));
    }

    List<String> strings(String script, Object... arguments) {
        return ((JsonArray) run(script, arguments))
                .stream().map(String::valueOf).toList();
    }

    JsonObject cdp(String command, JsonObject parameters) {
        return (JsonObject) driver.post(
                session + "/goog/cdp/execute",
                new JsonObject().put("cmd", command).put("params", parameters));
    }

    /** The text that is seen of the first element a selector names; empty where there is none. */
    String text(String selector) {
        return string(
                "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''", selector);
    }

    List<String> texts(String selector) {
        return strings("return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)", selector);
    }

    /** The exact amount behind what is seen. */
    String exact(String selector) {
        return string("return document.querySelector(arguments[0])?.getAttribute('value') ?? ''", selector);
    }

    /** Clicks as a person does: on what is in sight and not covered. */
    void click(String selector) {
        clickElement(element("css selector", selector));
    }

    /** Clicks a link, button or label by its words. */
    void clickWords(String words) {
        clickElement(element(
                "xpath",
                "//*[self::a or self::button or self::summary or self::label][normalize-space()=\"" + words + "\"]"));
    }

    void type(String selector, String text) {
        driver.post(
                session + "/element/" + element("css selector", selector) + "/value",
                new JsonObject().put("text", text));
    }

    /** Presses keys one after the other, wherever the focus is. */
    void press(String... keys) {
        for (String key : keys) {
            JsonArray actions = JsonArray.of(
                    new JsonObject().put("type", "keyDown").put("value", key),
                    new JsonObject().put("type", "keyUp").put("value", key));
            driver.post(
                    session + "/actions",
                    new JsonObject()
                            .put(
                                    "actions",
                                    JsonArray.of(new JsonObject()
                                            .put("type", "key")
                                            .put("id", "keyboard")
                                            .put("actions", actions))));
        }
    }

    private String element(String using, String value) {
        JsonObject[] found = new JsonObject[1];
        awaitThat(() -> found[0] = (JsonObject) driver.post(
                session + "/element", new JsonObject().put("using", using).put("value", value)));
        return found[0].getString(ELEMENT);
    }

    private void clickElement(String element) {
        driver.post(session + "/element/" + element + "/click", new JsonObject());
    }

    static void awaitThat(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(assertion);
    }

    static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    /**
     * What the browser complained about since it was started: errors and warnings of scripts and policies. Statuses of answers, which
     * browsers log too, are what the service says and shown by the page.
     */
    List<String> complaints() {
        for (Object entry : log("browser")) {
            JsonObject line = (JsonObject) entry;
            String message = line.getString("message");
            if (!Set.of("INFO", "DEBUG").contains(line.getString("level"))
                    && NO_COMPLAINTS.stream().noneMatch(message::contains)) {
                console.add(message);
            }
        }
        return List.copyOf(console);
    }

    /** Every address that was asked since it was started. */
    List<String> requests() {
        for (Object entry : log("performance")) {
            JsonObject message = new JsonObject(((JsonObject) entry).getString("message")).getJsonObject("message");
            if (message.getString("method").equals("Network.requestWillBeSent")) {
                asked.add(
                        message.getJsonObject("params").getJsonObject("request").getString("url"));
            }
        }
        return List.copyOf(asked);
    }

    private JsonArray log(String type) {
        return (JsonArray) driver.post(session + "/se/log", new JsonObject().put("type", type));
    }

    /** Checks the page as it is against WCAG 2.1 A and AA with axe-core. */
    void assertAccessible(String what) {
        run(axe());
        JsonObject results = (JsonObject) runLater(
                "const done = arguments[0]; axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                        + " 'best-practice'], resultTypes: ['violations']}).then(done)");
        List<String> violations = new ArrayList<>();
        for (Object each : results.getJsonArray("violations")) {
            JsonObject violation = (JsonObject) each;
            for (Object node : violation.getJsonArray("nodes")) {
                violations.add(violation.getString("id") + ": " + ((JsonObject) node).getString("html") + " "
                        + ((JsonObject) node).getString("failureSummary"));
            }
        }
        assertThat(violations).as("accessibility of %s", what).isEmpty();
    }

    /** Nothing may be wider than the window, except what scrolls by itself. */
    void assertNothingSticksOut(String what) {
        assertThat(number("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels by which %s is wider than its window", what)
                .isZero();
    }

    void screenshot(Path file, int height) throws IOException {
        JsonObject clip = new JsonObject()
                .put("x", 0)
                .put("y", 0)
                .put("width", number("return document.documentElement.clientWidth"))
                .put("height", height)
                .put("scale", 1);
        JsonObject shot = cdp(
                "Page.captureScreenshot",
                new JsonObject().put("format", "png").put("clip", clip).put("captureBeyondViewport", true));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, Base64.getDecoder().decode(shot.getString("data")));
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
            if (in == null) {
                throw new IllegalStateException(AXE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.delete(session);
    }
}
