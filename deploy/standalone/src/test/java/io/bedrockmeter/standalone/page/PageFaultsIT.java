package io.bedrockmeter.standalone.page;

import static io.bedrockmeter.standalone.page.Browser.awaitThat;
import static io.bedrockmeter.standalone.page.Browser.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.standalone.kafka.BrokerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page where there is nothing to see, where a key is wanted, and where what it shows goes away for a while. */
@Tag("system")
final class PageFaultsIT extends BrowserSuite {

    private static final String EMBEDDED = "kafka: {embeddedPort: 0}";

    @TempDir
    private Path directory;

    @Test
    void without_usage_every_view_says_so() throws Exception {
        Map<String, String> saysNothing = Map.of(
                "now", "No usage in this time.",
                "explore", "No usage fits this question.",
                "budgets", "There are no budgets.",
                "request", "Request id",
                "insights", "No rule found anything.");
        try (Meter meter = Meter.start(directory)) {
            for (Map.Entry<String, String> view : saysNothing.entrySet()) {
                browser.open(meter.page(view.getKey()));

                awaitThat(() -> assertThat(browser.text("main")).contains(view.getValue()));
                awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
                browser.assertAccessible(view.getKey() + " without usage");
                browser.assertNothingSticksOut(view.getKey() + " without usage");
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void where_keys_are_configured_the_page_asks_for_one_and_keeps_it_in_the_tab_only() throws Exception {
        Path keys = Files.writeString(
                directory.resolve("keys.yaml"), """
                keys:
                  - {id: sender, sha256: %s, paths: [/v1/events]}
                  - {id: reader, sha256: %s, paths: ["/v1/*"]}
                """.formatted(ApiKeys.hash("sender"), ApiKeys.hash("reader")));
        try (Meter meter =
                Meter.start(directory, "reader", EMBEDDED, "http: {host: 0.0.0.0, port: 0, keys: " + keys + "}")) {
            meter.take(List.of(record("first")));

            browser.open(meter.page("now"));
            enter("wrong");
            awaitThat(() -> assertThat(browser.text("dialog")).contains("The key was refused."));
            browser.assertAccessible("the question for a key");
            enter("sender");
            awaitThat(() -> assertThat(browser.text(".notice.error")).contains("not allowed"));
            browser.clickWords("Use another key");
            enter("reader");

            awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
            awaitThat(() -> assertThat(browser.exact("[data-card=month] .big"))
                    .isEqualTo(meter.usage().getJsonObject("total").getString("cost")));
            assertThat(browser.string("return JSON.stringify([Object.values(sessionStorage),"
                            + " Object.values(localStorage), document.cookie])"))
                    .isEqualTo("[[\"reader\"],[],\"\"]");
            assertThat(browser.requests()).noneMatch(url -> url.contains("reader"));
            browser.clickWords("Forget key");
            awaitThat(() -> assertThat(browser.text("dialog")).contains("Who is asking?"));
        }
    }

    @Test
    void a_lost_connection_is_told_and_the_page_goes_on_by_itself_when_it_is_back() throws Exception {
        int port = freePort();
        String[] configuration = {EMBEDDED, "http: {port: " + port + "}"};
        try (Meter meter = Meter.start(directory, "", configuration)) {
            meter.take(List.of(record("first")));
            browser.open(meter.page("now"));
            awaitThat(() -> assertThat(browser.exact("[data-card=month] .big")).isNotEqualTo("0.000000000000"));
            browser.run("window.notReloaded = true");
            meter.stop();
        }

        awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("not connected"));
        awaitThat(() -> assertThat(browser.text("#outage")).contains("No connection", "Numbers are as of"));
        String shown = browser.exact("[data-card=month] .big");
        try (Meter meter = Meter.start(directory, "", configuration)) {
            awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
            meter.take(List.of(record("second")));

            awaitThat(() -> assertThat(browser.exact("[data-card=month] .big"))
                    .isNotEqualTo(shown)
                    .isEqualTo(meter.usage().getJsonObject("total").getString("cost")));
            assertThat(browser.text("#outage")).isEmpty();
            assertThat(browser.is("return window.notReloaded === true")).isTrue();
        }
    }

    @Test
    void a_stopped_broker_is_told_and_the_page_goes_on_by_itself_when_it_is_back() throws Exception {
        int port = freePort();
        BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), port);
        try (Meter meter = Meter.start(
                directory, "", "kafka: {bootstrapServers: " + broker.bootstrapServers() + "}", "http: {port: 0}")) {
            meter.take(List.of(record("first")));
            browser.open(meter.page("now"));
            awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
            browser.run("window.notReloaded = true");

            broker.kill();
            awaitThat(() -> assertThat(browser.text(".state")).isIn("standing still", "waiting"));
            assertThat(browser.text("#outage")).isNotEmpty();
            String shown = browser.exact("[data-card=month] .big");
            broker = BrokerProcess.start(directory.resolve("broker"), port);
            awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
            awaitUntil(() -> {
                meter.take(List.of(record("second")));
                return true;
            });

            awaitThat(() -> assertThat(browser.exact("[data-card=month] .big")).isNotEqualTo(shown));
            assertThat(browser.text("#outage")).isEmpty();
            assertThat(browser.is("return window.notReloaded === true")).isTrue();
        } finally {
            broker.close();
        }
    }

    private void enter(String key) {
        awaitThat(() -> assertThat(browser.text("dialog")).contains("API key or token"));
        browser.type("dialog input", key);
        browser.clickWords("Continue");
    }

    private static String record(String id) {
        return SampleCalls.record(
                id, Instant.now(), "amazon.nova-pro-v1:0", JsonObject.of("Team", "search"), 123_456, 789);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
