package io.bedrockmeter.standalone.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.query.FilterText;
import io.bedrockmeter.metering.query.RowFilter.Condition;
import io.bedrockmeter.metering.web.Page;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page computes itself, on random input, against how it is done in Java. */
@Tag("system")
final class ModulesIT extends BrowserSuite {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final int CASES = 2_000;
    private static final String PIECES = "\\\\|:,in:not:prefix:aB <\u00e9\ud83d\ude00";

    private final Random random = new Random(SEED);
    private final Vertx vertx = Vertx.vertx();
    private HttpFace face;

    @BeforeAll
    void serve() {
        face = HttpFace.start(
                vertx, HttpConfig.of("127.0.0.1", 0, "http.port"), new LoopbackOnly(), List.of(new Page()));
    }

    @AfterAll
    void stop() {
        if (face != null) {
            face.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void amounts_are_added_exactly_and_rounded_half_up() {
        List<String> amounts = new ArrayList<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < CASES; i++) {
            BigDecimal amount = new BigDecimal(random.nextLong())
                    .movePointLeft(random.nextInt(8, 31))
                    .setScale(12, RoundingMode.DOWN);
            amounts.add(amount.toPlainString());
            sum = sum.add(amount);
        }

        JsonObject answer = (JsonObject) module(
                "money.js",
                "return {sum: m.exact(m.sum(a)), shown: a.map(text => m.dollarsOf(text))}",
                new JsonArray(amounts));

        assertThat(answer.getString("sum")).as("seed %d", SEED).isEqualTo(sum.toPlainString());
        for (int i = 0; i < CASES; i++) {
            assertThat(answer.getJsonArray("shown").getString(i))
                    .as("%s, seed %d", amounts.get(i), SEED)
                    .isEqualTo(shown(new BigDecimal(amounts.get(i))));
        }
    }

    @Test
    void a_filter_means_to_the_service_what_it_means_to_the_page() {
        List<JsonObject> filters = new ArrayList<>();
        for (int i = 0; i < CASES; i++) {
            String condition = List.of("is", "in", "not", "prefix").get(random.nextInt(4));
            Set<String> values = new LinkedHashSet<>();
            for (int n = condition.equals("in") ? 1 + random.nextInt(3) : 1; n > 0; n--) {
                values.add(text());
            }
            filters.add(new JsonObject()
                    .put("key", text())
                    .put("condition", condition)
                    .put("values", new JsonArray(List.copyOf(values))));
        }

        JsonObject answer = (JsonObject) module(
                "question.js",
                "const texts = a.map(m.filterText); return {texts, read: texts.map(m.filterOf)}",
                new JsonArray(filters));

        for (int i = 0; i < CASES; i++) {
            JsonObject filter = filters.get(i);
            String written = answer.getJsonArray("texts").getString(i);
            FilterText understood = FilterText.parse(written).orElseThrow();
            Condition condition = filter.getString("condition").equals("is")
                    ? Condition.IN
                    : Condition.valueOf(filter.getString("condition").toUpperCase(Locale.ROOT));
            assertThat(understood)
                    .as("%s, seed %d", written, SEED)
                    .isEqualTo(new FilterText(filter.getString("key"), condition, strings(filter)));
            assertThat(answer.getJsonArray("read").getJsonObject(i)).as(written).isEqualTo(filter);
        }
    }

    @Test
    void dates_are_those_of_the_zone() {
        for (String zone : List.of("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata", "Pacific/Chatham")) {
            List<Long> times = random.longs(
                            CASES, 0, Instant.parse("2100-01-01T00:00:00Z").toEpochMilli())
                    .boxed()
                    .toList();

            JsonArray dates = (JsonArray) module(
                    "time.js",
                    "const c = new m.Calendar(a[0], '2026-11-21T12:00:00Z'); return a[1].map(ms => c.dateOf(ms))",
                    JsonArray.of(zone, new JsonArray(times)));

            assertThat(dates.stream().map(String::valueOf))
                    .as("%s, seed %d", zone, SEED)
                    .containsExactlyElementsOf(times.stream()
                            .map(ms -> Instant.ofEpochMilli(ms)
                                    .atZone(ZoneId.of(zone))
                                    .toLocalDate()
                                    .toString())
                            .toList());
        }
    }

    /** Runs a script on a module {@code m} and an argument {@code a}. */
    private Object module(String name, String script, Object argument) {
        browser.open("http://localhost:" + face.port() + "/page/icon.svg");
        return browser.runLater(
                "const [path, a, done] = arguments; import(path).then(m => { " + script
                        + " }).then(done, e => done('failed: ' + e))",
                "/page/js/core/" + name,
                argument);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int[] pieces = PIECES.codePoints().toArray();
        for (int n = 1 + random.nextInt(12); n > 0; n--) {
            if (random.nextInt(6) == 0) {
                text.append(List.of("in:", "not:", "prefix:").get(random.nextInt(3)));
            } else {
                text.appendCodePoint(pieces[random.nextInt(pieces.length)]);
            }
        }
        return text.toString();
    }

    private static Set<String> strings(JsonObject filter) {
        Set<String> values = new LinkedHashSet<>();
        filter.getJsonArray("values").forEach(value -> values.add(String.valueOf(value)));
        return values;
    }

    private static String shown(BigDecimal exact) {
        BigDecimal size = exact.abs();
        int places = 2;
        if (size.signum() != 0 && size.compareTo(new BigDecimal("0.01")) < 0) {
            places = Math.min(12, size.scale() - size.unscaledValue().toString().length() + 3);
        }
        String digits = "%,." + places + "f";
        return (exact.signum() < 0 ? "\u2212$" : "$")
                + String.format(Locale.ROOT, digits, size.setScale(places, RoundingMode.HALF_UP));
    }
}
