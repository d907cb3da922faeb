package io.bedrockmeter.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.metering.web.Page;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A page left open, with updates as fast as they can be shown instead of one a second, and values that come and go. What is kept
 * must not depend on how many updates there were.
 */
@Tag("system")
final class PageMemoryIT extends BrowserSuite {

    private static final int WARM = 100;
    private static final int MORE = 600;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int STREAM_INTERVAL_MS = 20;

    /** The page's own pauses are shortened a hundredfold; everything else is as it is. */
    private static final String HURRY = """
            const later = window.setTimeout;
            window.setTimeout = (action, ms, ...more) => later(action, ms / 100, ...more);
            const now = performance.now.bind(performance);
            performance.now = () => now() * 100;
            """;

    private record Kept(long heapBytes, long nodes, long listeners) {}

    @Test
    void a_page_that_is_left_open_does_not_grow() {
        Vertx vertx = Vertx.vertx();
        ChangingUsage usage = new ChangingUsage(STREAM_INTERVAL_MS);
        try (HttpFace face = HttpFace.start(
                vertx, HttpConfig.of("127.0.0.1", 0, "http.port"), new LoopbackOnly(), List.of(new Page(), usage))) {
            browser.cdp("Page.addScriptToEvaluateOnNewDocument", new JsonObject().put("source", HURRY));
            browser.open("http://localhost:" + face.port() + "/#/now");
            awaitUpdates(usage, WARM);
            Kept before = kept();

            awaitUpdates(usage, WARM + MORE);
            Kept after = kept();

            System.out.printf("after %d updates %s, after %d updates %s%n", WARM, before, usage.updates(), after);
            assertThat(after.nodes())
                    .as("nodes, before %s", before)
                    .isLessThan(before.nodes() + before.nodes() / 4 + 200);
            assertThat(after.listeners())
                    .as("listeners, before %s", before)
                    .isLessThan(before.listeners() + before.listeners() / 4 + 50);
            assertThat(after.heapBytes())
                    .as("heap, before %s", before)
                    .isLessThan(before.heapBytes() + before.heapBytes() / 4 + 500_000);
            assertThat(browser.complaints()).isEmpty();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void awaitUpdates(ChangingUsage usage, long updates) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> usage.updates() >= updates);
    }

    private Kept kept() {
        for (int i = 0; i < 3; i++) {
            browser.cdp("HeapProfiler.collectGarbage", new JsonObject());
        }
        JsonObject counters = browser.cdp("Memory.getDOMCounters", new JsonObject());
        long heap = browser.cdp("Runtime.getHeapUsage", new JsonObject()).getLong("usedSize");
        return new Kept(heap, counters.getLong("nodes"), counters.getLong("jsEventListeners"));
    }
}
