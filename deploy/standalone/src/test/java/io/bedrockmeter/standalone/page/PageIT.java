package io.bedrockmeter.standalone.page;

import static io.bedrockmeter.standalone.page.Browser.awaitThat;
import static io.bedrockmeter.standalone.page.Browser.awaitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.standalone.cli.BedrockMeterCommand;
import io.bedrockmeter.standalone.process.Console;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every view on real usage of three thousand calls and a thousand owners. */
@Tag("system")
final class PageIT extends BrowserSuite {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String RIGHT = "\uE014";
    private static final int CALLS = 3_000;
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private static final String BUDGETS = """
            budgets:
              - {id: support-year, name: Support in a year, filter: {Team: support}, amount: 1, period: year, thresholds: [50, 100]}
              - {id: each-team, name: Each team, eachOf: Team, amount: 1000, period: month, thresholds: [80]}
            """;

    private static final String ROWS = """
            return JSON.stringify(Object.fromEntries([...document.querySelectorAll(arguments[0] + ' tbody tr')]
              .filter(row => !row.classList.contains('total'))
              .map(row => [[...row.querySelectorAll('.value')].map(value => value.textContent).join('|'),
                row.querySelector('.money').getAttribute('value')])))""";

    @TempDir
    private static Path directory;

    private Meter meter;
    private List<String> records;

    @BeforeAll
    void startMeter() throws Exception {
        Path budgets = Files.writeString(directory.resolve("budgets.yaml"), BUDGETS);
        meter = Meter.start(
                directory, "", "kafka: {embeddedPort: 0}", "http: {port: 0}", "alerts: {budgets: " + budgets + "}");
        records = new SampleCalls(SEED, Instant.now()).records(CALLS);
        meter.take(records);
    }

    @AfterAll
    void stopMeter() {
        if (meter != null) {
            meter.close();
        }
    }

    @Test
    void what_is_spent_now_is_what_the_service_answers() {
        open("now");

        awaitThat(() -> {
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            assertThat(browser.exact("[data-card=today] .big"))
                    .isEqualTo(total(today.toString(), today.plusDays(1).toString()));
            assertThat(browser.exact("[data-card=month] .big"))
                    .isEqualTo(total(
                            today.withDayOfMonth(1).toString(),
                            today.plusDays(1).toString()));
            assertThat(browser.exact("[data-card=burn] .big"))
                    .isEqualTo(total(minute.minus(1, ChronoUnit.HOURS).toString(), minute.toString()));
            assertThat(rows("[aria-labelledby=now-top]"))
                    .isEqualTo(Meter.costs(meter.usage(
                            "group_by",
                            "Team",
                            "from",
                            hour.minus(1, ChronoUnit.DAYS).toString(),
                            "to",
                            hour.toString())));
        });
        assertEveryAmountIsRoundedFromItsExactText();
        assertNoComplaints();
    }

    @Test
    void the_table_of_the_explorer_says_what_the_service_and_the_offline_report_say() throws Exception {
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        String from = tomorrow.minusDays(60).toString();

        open("explore?group_by=Team,Environment&from=" + from + "&to=" + tomorrow);

        Map<String, String> asked =
                Meter.costs(meter.usage("group_by", "Team,Environment", "from", from, "to", tomorrow.toString()));
        awaitThat(() -> assertThat(rows("[aria-label=Answer]")).isEqualTo(asked));
        assertThat(asked).isEqualTo(Meter.costs(report("Team,Environment"))).hasSizeGreaterThan(10);
        assertThat(browser.exact(".answer .money"))
                .isEqualTo(report("Team").getJsonObject("total").getString("cost"));
        assertEveryAmountIsRoundedFromItsExactText();
    }

    @Test
    void what_the_production_chatbot_cost_last_month_takes_two_clicks() {
        LocalDate month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        open("now");

        browser.clickWords("Explore");
        browser.clickWords("Last month");

        String expected = total(
                month.minusMonths(1).toString(),
                month.toString(),
                "Application:customer-chatbot",
                "Environment:production");
        awaitThat(() -> assertThat(rows("[aria-label=Answer]")).containsEntry("customer-chatbot|production", expected));
    }

    @Test
    void what_data_science_spent_in_development_takes_two_clicks() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        open("now");

        browser.clickWords("Explore");
        browser.clickWords("Team × Environment");

        String expected = total(
                today.withDayOfMonth(1).toString(),
                today.plusDays(1).toString(),
                "Team:data-science",
                "Environment:development");
        awaitThat(() -> assertThat(rows("[aria-label=Answer]")).containsEntry("data-science|development", expected));
    }

    @Test
    void a_new_record_is_seen_without_anybody_doing_anything() throws Exception {
        open("now");
        awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
        awaitThat(() -> assertThat(browser.exact("[data-card=today] .big")).isNotEqualTo("0.000000000000"));
        String before = browser.exact("[data-card=today] .big");
        // Long enough to be the only thing under way.
        String record = SampleCalls.record(
                UUID.randomUUID().toString(),
                Instant.now(),
                "amazon.nova-pro-v1:0",
                JsonObject.of("Team", "search"),
                123_456,
                789);

        long sentAt = System.nanoTime();
        meter.send(List.of(record));
        records.add(record);

        awaitUntil(() -> !browser.exact("[data-card=today] .big").equals(before));
        System.out.printf("a new record was on the page after %d ms%n", (System.nanoTime() - sentAt) / 1_000_000);
        assertNoComplaints();
    }

    @Test
    void a_link_keeps_the_question_and_clicks_change_the_link() {
        open("explore?group_by=model&filter=Team:in:search%7Cads&range=30d&granularity=day");
        awaitThat(() -> assertThat(browser.texts(".chips li span")).containsExactly("Team is one of search, ads"));
        awaitThat(() -> assertThat(browser.text(".answer")).startsWith("$"));

        browser.click("tbody tr:not(.total) button.value");
        awaitThat(() -> assertThat(browser.texts(".chips li span")).hasSize(2));
        String link = browser.address();
        String answer = browser.text(".answer");
        browser.open(link);

        awaitThat(() -> assertThat(browser.texts(".chips li span")).hasSize(2));
        awaitThat(() -> assertThat(browser.text(".answer")).startsWith("$"));
        assertThat(link).contains("group_by=model", "range=30d", "granularity=day", "filter=model%3A");
        assertThat(browser.text("[name]:checked + span")).isEqualTo("30 days");
        assertThat(answer).isNotEmpty();
        browser.run("history.back()");
    }

    @Test
    void the_file_has_every_line_of_the_question(@TempDir Path downloads) throws Exception {
        browser.cdp(
                "Browser.setDownloadBehavior",
                JsonObject.of("behavior", "allow", "downloadPath", downloads.toString()));
        LocalDate tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        String from = tomorrow.minusDays(60).toString();
        open("explore?group_by=Owner,model&from=" + from + "&to=" + tomorrow);
        awaitThat(() -> assertThat(browser.text(".answer")).startsWith("$"));

        browser.clickWords("CSV");

        awaitThat(() -> assertThat(browser.texts(".downloads [role=status]")).containsExactly("Saved"));
        awaitUntil(() -> Files.list(downloads).anyMatch(file -> file.toString().endsWith(".csv")));
        try (var files = Files.list(downloads)) {
            assertThat(files.findFirst().orElseThrow())
                    .content()
                    .isEqualTo(meter.get(
                            "/v1/usage",
                            "group_by",
                            "Owner,model",
                            "from",
                            from,
                            "to",
                            tomorrow.toString(),
                            "granularity",
                            "total",
                            "format",
                            "csv"));
        }
    }

    @Test
    void markup_in_a_tag_value_is_text() {
        open("explore?group_by=Application&range=30d&granularity=day");

        awaitThat(() -> assertThat(browser.texts("button.value")).contains(SampleCalls.SCRIPT));
        assertThat(browser.is("return window.broken === 1")).isFalse();
        assertThat(browser.number("return document.querySelectorAll('main script').length"))
                .isZero();
        assertNoComplaints();
    }

    @Test
    void a_thousand_values_are_shown_in_pieces_and_suggested() {
        open("explore?group_by=Owner&range=30d");
        awaitThat(() -> assertThat(browser.number("return document.querySelectorAll('tbody tr').length"))
                .isEqualTo(101));

        browser.click("[aria-label=Answer] > button");
        browser.run("document.querySelector('.add-filter select').value = 'Owner';"
                + "document.querySelector('.add-filter select').dispatchEvent(new Event('change'))");

        awaitThat(() -> assertThat(
                        browser.number("return document.querySelectorAll('[aria-label=Answer] tbody tr').length"))
                .isEqualTo(501));
        awaitThat(() -> assertThat(browser.number("return document.querySelectorAll('datalist option').length"))
                .isGreaterThan(800));
        browser.assertNothingSticksOut("a thousand values");
        assertNoComplaints();
    }

    @Test
    void every_view_can_be_read_by_everybody_in_every_light_and_on_a_phone() {
        for (String view :
                List.of("now", "explore?group_by=Team,Environment&range=30d", "request", "budgets", "insights")) {
            for (boolean dark : new boolean[] {false, true}) {
                for (int width : new int[] {1360, 390}) {
                    browser.window(width, 844);
                    browser.dark(dark);
                    open(view);
                    awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
                    awaitThat(() -> assertThat(browser.is("return document.querySelector('h1') !== null"))
                            .isTrue());
                    String what = view + (dark ? " dark " : " light ") + width;

                    browser.assertAccessible(what);
                    browser.assertNothingSticksOut(what);
                }
            }
        }
    }

    @Test
    void everything_can_be_reached_with_the_keyboard() {
        open("now");
        awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));

        browser.press(TAB, TAB, TAB, TAB);
        String focused = browser.string("return document.activeElement.innerText");
        browser.press(ENTER);

        assertThat(focused).isEqualTo("Explore");
        awaitThat(() -> assertThat(browser.text(".answer")).startsWith("$"));
        assertThat(browser.string("return document.activeElement.id")).isEqualTo("main");
        // The first of what follows is the choice of time; arrows choose.
        browser.press(TAB, RIGHT);
        awaitThat(() -> assertThat(browser.address()).contains("range=last-month"));
        assertThat(browser.text("[name]:checked + span")).isEqualTo("Last month");
        awaitThat(() -> assertThat(browser.string("return document.activeElement.value"))
                .isEqualTo("last-month"));
    }

    @Test
    void budgets_and_alerts_are_those_of_the_service() {
        open("budgets");

        awaitThat(() -> {
            JsonObject status = new JsonObject(meter.get("/v1/budgets/support-year/status"))
                    .getJsonArray("statuses")
                    .getJsonObject(0);
            assertThat(browser.exact("[data-budget=support-year] .figure .money"))
                    .isEqualTo(status.getString("spent"));
            assertThat(browser.text("[data-budget=support-year] .status-line")).contains("100 reached");
            assertThat(browser.texts(".alerts tbody tr"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .anySatisfy(
                            line -> assertThat(line).contains("reached 100 %").contains("confirmed"));
            assertThat(browser.texts("[data-budget=each-team] [data-instance]")).isNotEmpty();
        });
        browser.clickWords("Support in a year");
        awaitThat(() -> assertThat(browser.texts("[data-budget]")).hasSize(1));
        assertThat(browser.address()).endsWith("#/budgets/support-year");
        awaitThat(() -> assertThat(browser.texts(".alerts tbody tr")).hasSize(2));
        assertEveryAmountIsRoundedFromItsExactText();
        assertNoComplaints();
    }

    @Test
    void a_request_is_explained_as_the_service_explains_it() {
        String id = new JsonObject(records.get(0)).getString("requestId");
        open("request");

        browser.type("input", id);
        browser.press(ENTER);

        JsonObject explained = new JsonObject(meter.get("/v1/requests/" + id));
        awaitThat(() -> assertThat(browser.exact(".request .answer .money")).isEqualTo(explained.getString("cost")));
        assertThat(browser.texts("[aria-label=Rates] tbody th"))
                .containsExactly("inputTokens", "outputTokens", "Total");
        assertThat(browser.text("[aria-label=Ledger]")).contains("entry 1", "bedrock.ledger.v1");
        assertThat(browser.address()).endsWith("#/request?id=" + id);
        assertNoComplaints();
        browser.assertAccessible("a request");
        browser.window(390, 844);
        browser.assertNothingSticksOut("a request on a phone");
    }

    @Test
    void a_request_that_nobody_sent_is_told_as_such() {
        open("request?id=nobody-sent-this");

        awaitThat(() -> assertThat(browser.text(".notice")).contains("not known", "nobody-sent-this"));
    }

    @Test
    void every_insight_has_its_stake_and_its_rule() {
        open("insights");

        awaitThat(() -> {
            JsonObject insights = new JsonObject(meter.get("/v1/insights"));
            List<String> stakes = insights.getJsonArray("findings").stream()
                    .map(finding ->
                            ((JsonObject) finding).getString("rule") + " " + ((JsonObject) finding).getString("stake"))
                    .toList();
            assertThat(browser.strings("return [...document.querySelectorAll('.finding')].map(e =>"
                            + " e.dataset.rule + ' ' + e.querySelector('.stake .money').getAttribute('value'))"))
                    .isNotEmpty()
                    .isEqualTo(stakes);
        });
        browser.click(".finding:first-child ~ .finding > a, .finding > a");
        awaitThat(() -> assertThat(browser.text(".answer")).startsWith("$"));
        assertThat(browser.address()).contains("#/explore?group_by=");
        assertNoComplaints();
    }

    @Test
    void a_question_that_cannot_be_answered_says_why() {
        open("explore?group_by=Team&from=2026-13-01&to=2026-14-01");

        awaitThat(() -> assertThat(browser.text(".notice.error")).contains("from", "2026-11-21"));
        assertThat(browser.texts("[aria-label=Answer] tbody tr")).isEmpty();
    }

    @Test
    void nothing_is_asked_of_anybody_else() {
        for (String view : List.of("now", "explore", "budgets", "request", "insights")) {
            open(view);
            awaitThat(() -> assertThat(browser.text(".state")).isEqualTo("live"));
        }

        assertThat(browser.requests())
                .filteredOn(url -> !url.equals("about:blank"))
                .hasSizeGreaterThan(30)
                .allMatch(url -> url.startsWith(meter.url() + "/"));
    }

    @Test
    void the_page_is_painted_soon() {
        open("now");

        awaitUntil(() -> browser.is("return performance.getEntriesByName('first-contentful-paint').length === 1"));
        awaitThat(() -> assertThat(browser.exact("[data-card=month] .big")).isNotEqualTo("0.000000000000"));
        System.out.println("first paint after "
                + browser.number("return performance.getEntriesByName('first-contentful-paint')[0].startTime")
                + " ms, numbers within "
                + browser.number("return performance.now()") + " ms");
    }

    private void open(String view) {
        browser.open(meter.page(view));
    }

    private Map<String, String> rows(String place) {
        Map<String, String> rows = new TreeMap<>();
        new JsonObject(browser.string(ROWS, place))
                .forEach(row -> rows.put(row.getKey(), String.valueOf(row.getValue())));
        return rows;
    }

    private String total(String from, String to, String... filters) {
        String[] question = new String[4 + 2 * filters.length];
        question[0] = "from";
        question[1] = from;
        question[2] = "to";
        question[3] = to;
        for (int i = 0; i < filters.length; i++) {
            question[4 + 2 * i] = "filter";
            question[5 + 2 * i] = filters[i];
        }
        return meter.usage(question).getJsonObject("total").getString("cost");
    }

    /** The same records, rated offline. */
    private JsonObject report(String groupBy) throws Exception {
        Path log = Files.write(directory.resolve("log.jsonl"), records);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        int exit = BedrockMeterCommand.run(
                console, "report", "--logs", log.toString(), "--group-by", groupBy, "--format", "json");
        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return new JsonObject(out.toString(StandardCharsets.UTF_8));
    }

    /** Cents, and three digits of less, rounded half up: as people would do it with the exact text. */
    private void assertEveryAmountIsRoundedFromItsExactText() {
        List<String> amounts = browser.strings(
                "return [...document.querySelectorAll('data.money')].map(e => e.getAttribute('value') + ' ' + e.innerText)");
        assertThat(amounts).isNotEmpty().allSatisfy(amount -> {
            String[] parts = amount.split(" ", 2);
            BigDecimal exact = new BigDecimal(parts[0]);
            BigDecimal shown = new BigDecimal(parts[1].replace("\u2212", "-").replaceAll("[$,]", ""));
            int places = exact.signum() == 0 || exact.abs().compareTo(CENT) >= 0 ? 2 : shown.scale();
            assertThat(shown).as(amount).isEqualTo(exact.setScale(places, RoundingMode.HALF_UP));
            assertThat(shown.signum()).as(amount).isEqualTo(exact.signum());
        });
    }

    private void assertNoComplaints() {
        assertThat(browser.complaints()).isEmpty();
    }
}
