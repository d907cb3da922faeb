package io.bedrockmeter.metering.export.chargeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.export.DuckDb;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.GeneratedLedger;
import io.bedrockmeter.metering.export.InMemoryLedger;
import io.bedrockmeter.metering.export.ledger.LedgerUsage;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChargebackReportTest {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final ReportCoverage COVERAGE =
            new ReportCoverage(Instant.parse("2026-12-01T06:00:00Z"), List.of("2 records wait in the dead letters."));

    @TempDir
    Path folder;

    private static UsageRow row(String costCentre, String application, String cost, long requests, long unpriced) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", application);
        tags.put("CostCenter", costCentre);
        tags.put("Environment", "prod");
        Dimensions cell = new Dimensions(
                tags, "1", "us-east-1", "m", "m", "regional", "NONE", "NONE", "p", "Converse", "default");
        return new UsageRow(
                START,
                cell,
                new Totals(
                        requests,
                        0,
                        unpriced,
                        0,
                        Quantities.tokens(1_234_567, 10),
                        Money.parse(cost),
                        Money.parse(cost)));
    }

    private static String html(List<UsageRow> rows) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ChargebackReport(ChargebackSettings.of(NOVEMBER), rows, COVERAGE).writeHtml(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void cost_centres_are_listed_costliest_first_with_their_share_and_what_is_missing() throws Exception {
        String html = html(List.of(
                row("cc-1", "chat", "25", 10, 0),
                row("cc-2", "search", "50.005", 20, 3),
                row("cc-2", "batch", "24.995", 1, 0),
                row(Dimensions.UNATTRIBUTED, Dimensions.UNATTRIBUTED, "0.0001", 1, 0)));

        assertThat(html)
                .containsSubsequence(
                        "All cost centres", "cc-2", "75.00", "75.00 %", "cc-1", "25.00", "UNATTRIBUTED", "&lt; 0.01")
                .containsSubsequence("Total", "32", "4,938,268", "100.00")
                .contains("<bdi>cc-2</bdi>: 75.00 USD")
                .contains("3 of 21 requests have no price")
                .contains("No source named a cost centre")
                .contains("As of <bdi>2026-12-01T06:00:00Z</bdi>. Months are cut in <bdi>UTC</bdi>.")
                .contains("32 requests, of which 0 failed, 3 have no price")
                .contains("2 records wait in the dead letters.")
                .contains("not an invoice");
    }

    @Test
    void nothing_from_outside_can_act_in_the_page() throws Exception {
        List<UsageRow> rows = GeneratedLedger.TEAMS.stream()
                .map(text -> row(text + "<img src=x onerror=alert(1)>", text + "\u202E\u0000&\"'", "1", 1, 0))
                .toList();

        String html = html(rows);

        Matcher tags = Pattern.compile("<(/?[a-z0-9!]+)[^>]*>", Pattern.CASE_INSENSITIVE)
                .matcher(html);
        assertThat(tags.results().map(tag -> tag.group(1).replace("/", "")).distinct())
                .isSubsetOf(List.of(
                        "!DOCTYPE",
                        "html",
                        "head",
                        "meta",
                        "title",
                        "style",
                        "body",
                        "h1",
                        "h2",
                        "p",
                        "bdi",
                        "table",
                        "caption",
                        "thead",
                        "tbody",
                        "tfoot",
                        "tr",
                        "th",
                        "td",
                        "ul",
                        "li"));
        assertThat(html)
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("<img", "http://", "https://", "url(", "@import", "\u0000")
                .contains("default-src 'none'")
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .contains("\u202E\uFFFD&amp;&quot;&#39;</bdi>");
    }

    @Test
    void every_table_of_the_page_has_as_many_cells_as_headings() throws Exception {
        String html = html(List.of(row("cc-1", "chat", "25", 10, 0), row("cc-2", "search", "5", 2, 1)));

        List<String> tables = Pattern.compile("<table>.*?</table>", Pattern.DOTALL)
                .matcher(html)
                .results()
                .map(table -> table.group())
                .toList();
        assertThat(tables).hasSize(3).allSatisfy(table -> {
            List<Long> cells = Pattern.compile("<tr>.*?</tr>", Pattern.DOTALL)
                    .matcher(table)
                    .results()
                    .map(line -> Pattern.compile("<t[dh][ >]")
                            .matcher(line.group())
                            .results()
                            .count())
                    .distinct()
                    .toList();
            assertThat(cells).hasSize(1);
        });
    }

    @Test
    void the_table_sums_up_to_the_ledger_exactly() throws Exception {
        List<LedgerEntry> entries = new GeneratedLedger(11).entries(2_000);
        TimeRange range = TimeRange.billingMonth(NOVEMBER);
        LedgerUsage usage = LedgerUsage.of(new InMemoryLedger(entries), range, ExportProgress.NONE);
        Path file = folder.resolve("chargeback.csv");

        new ChargebackReport(ChargebackSettings.of(NOVEMBER), usage.rows(), COVERAGE)
                .writeTable(file, TableFormat.SPREADSHEET_CSV, IfExists.FAIL, ExportProgress.NONE);

        try (DuckDb duck = new DuckDb()) {
            Map<String, String> sums = duck.rows(
                            "SELECT sum(cost::DECIMAL(38,12)) AS cost, sum(requests::BIGINT) AS requests,"
                                    + " sum(cacheWrite1hTokens::BIGINT) AS writes, sum(unpriced::BIGINT) AS unpriced,"
                                    + " count(DISTINCT CostCenter) AS costCentres FROM " + DuckDb.csv(file))
                    .get(0);
            List<LedgerEntry> november = entries.stream()
                    .filter(entry -> range.contains(entry.timestamp()))
                    .toList();
            assertThat(new BigDecimal(sums.getOrDefault("cost", "")))
                    .isEqualByComparingTo(november.stream()
                            .map(entry -> entry.rating().cost().usd())
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
            assertThat(sums)
                    .containsEntry(
                            "requests",
                            Long.toString(november.stream()
                                    .mapToLong(LedgerEntry::sign)
                                    .sum()))
                    .containsEntry("costCentres", "3");
        }
    }

    @Test
    void only_windows_of_the_month_in_the_zone_count() {
        ChargebackSettings tokyo =
                new ChargebackSettings(NOVEMBER, ZoneId.of("Asia/Tokyo"), "CostCenter", List.of("Application"));
        UsageRow october = row("cc-1", "chat", "1", 1, 0);
        UsageRow inTokyo = new UsageRow(Instant.parse("2026-10-31T15:00:00Z"), october.dimensions(), october.totals());

        assertThat(Chargeback.of(tokyo, List.of(inTokyo)).total()).isEqualTo(october.totals());
        assertThat(Chargeback.of(ChargebackSettings.of(NOVEMBER), List.of(inTokyo))
                        .costCentres())
                .isEmpty();
    }

    @Test
    void a_month_without_usage_says_so() throws Exception {
        assertThat(html(List.of()))
                .contains("No usage was recorded in this month.")
                .contains("Coverage");
    }

    @Test
    void a_page_does_not_replace_a_file_unless_asked() {
        Path file = folder.resolve("report.html");
        ChargebackReport report = new ChargebackReport(ChargebackSettings.of(NOVEMBER), List.of(), COVERAGE);
        report.writeHtml(file, IfExists.FAIL);

        assertThatThrownBy(() -> report.writeHtml(file, IfExists.FAIL)).hasMessageContaining("it exists already");
    }

    @Test
    void a_key_cannot_be_asked_for_twice() {
        assertThatThrownBy(
                        () -> new ChargebackSettings(NOVEMBER, ZoneId.of("UTC"), "CostCenter", List.of("CostCenter")))
                .hasMessageContaining("expected each once");
    }
}
