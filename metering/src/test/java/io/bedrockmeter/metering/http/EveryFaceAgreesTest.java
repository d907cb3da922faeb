package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static io.bedrockmeter.metering.topology.Samples.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.export.DuckDb;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.InMemoryLedger;
import io.bedrockmeter.metering.export.chargeback.ChargebackReport;
import io.bedrockmeter.metering.export.chargeback.ChargebackSettings;
import io.bedrockmeter.metering.export.chargeback.ReportCoverage;
import io.bedrockmeter.metering.export.focus.FocusExport;
import io.bedrockmeter.metering.export.focus.FocusSettings;
import io.bedrockmeter.metering.export.ledger.LedgerUsage;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.metering.rerate.Reratings;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same spend from everywhere it can be asked for, after knowledge that came days late. */
final class EveryFaceAgreesTest {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final RateSchedule CHEAP = rates(MODEL, "3", "15");
    private static final RateSchedule DEAR = rates(MODEL, "6", "30");

    /** Three calls that were tagged late and two that nobody tagged, at the corrected price. */
    private static final Map<String, Money> EXPECTED =
            new TreeMap<>(Map.of("search", Money.parse("0.036"), Dimensions.UNATTRIBUTED, Money.parse("0.024")));

    @TempDir
    private Path folder;

    @Test
    void a_tag_learned_three_days_late_and_a_price_corrected_twenty_days_late_are_the_same_everywhere()
            throws Exception {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            List.of("r1", "r2", "r3", "r4", "r5").forEach(id -> metering.invocation(call(id, 1_000, 200)));
            metering.settle().pass(Duration.ofDays(3)).settle();
            List.of("r1", "r2", "r3")
                    .forEach(id -> metering.tagEvent(
                            tags(id, Map.of("Team", "search", "CostCenter", "search"), metering.now())));
            metering.settle().pass(Duration.ofDays(17)).settle();

            metering.rates(DEAR);
            metering.settle();
            Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "corrected"))
                    .enter(metering);

            assertThat(ledger(metering)).as("ledger").isEqualTo(EXPECTED);
            for (Granularity granularity : Granularity.values()) {
                assertThat(usage(metering, granularity))
                        .as("usage.%s", granularity)
                        .isEqualTo(EXPECTED);
                assertThat(spend(metering, granularity))
                        .as("spend-by-tag.%s", granularity)
                        .isEqualTo(EXPECTED);
                assertThat(answer(metering, granularity))
                        .as("/v1/usage by %s", granularity)
                        .isEqualTo(EXPECTED);
            }
            assertThat(focus(metering, TableFormat.CSV)).as("FOCUS, CSV").isEqualTo(EXPECTED);
            assertThat(focus(metering, TableFormat.PARQUET))
                    .as("FOCUS, Parquet")
                    .isEqualTo(EXPECTED);
            assertThat(chargeback(metering)).as("chargeback").isEqualTo(EXPECTED);
        }
    }

    private static Map<String, Money> ledger(MeteringHarness metering) {
        Map<String, Money> costs = new TreeMap<>();
        for (LedgerEntry entry : metering.ledger()) {
            costs.merge(team(entry.dimensions()), entry.rating().cost(), Money::plus);
        }
        return costs;
    }

    private static Map<String, Money> usage(MeteringHarness metering, Granularity granularity) {
        Map<String, Money> costs = new TreeMap<>();
        for (UsageTotal total : metering.usage(granularity).values()) {
            costs.merge(team(total.dimensions()), total.totals().cost(), Money::plus);
        }
        return costs;
    }

    private static Map<String, Money> spend(MeteringHarness metering, Granularity granularity) {
        Map<String, Money> costs = new TreeMap<>();
        for (TagSpend spend : metering.spend(granularity).values()) {
            if (spend.tagKey().equals("Team")) {
                costs.merge(spend.tagValue(), spend.totals().cost(), Money::plus);
            }
        }
        return costs;
    }

    private static Map<String, Money> answer(MeteringHarness metering, Granularity granularity) {
        try (Explorer explorer = Explorer.in("UTC")
                .source(new MeteredSource(metering), metering.now())
                .start()) {
            JsonNode answer = explorer.usage(
                    "group_by",
                    "Team",
                    "granularity",
                    granularity.wireName(),
                    "from",
                    "2026-11-20T11:00:00Z",
                    "to",
                    "2026-11-21T00:00:00Z");
            Map<String, Money> costs = new TreeMap<>();
            answer.get("groups")
                    .forEach(group -> costs.merge(
                            group.at("/key/Team").asText(),
                            Money.parse(group.get("cost").asText()),
                            Money::plus));
            return costs;
        }
    }

    private Map<String, Money> focus(MeteringHarness metering, TableFormat format) throws Exception {
        Path file = folder.resolve("focus." + format);
        new FocusExport(
                        new InMemoryLedger(metering.ledger()),
                        FocusSettings.DEFAULTS,
                        TimeRange.billingMonth(NOVEMBER),
                        format)
                .write(file, IfExists.FAIL, ExportProgress.NONE);
        String table = format == TableFormat.PARQUET ? DuckDb.parquet(file) : DuckDb.csv(file);
        return costs("SELECT coalesce(json_extract_string(Tags, '$.Team'), 'UNATTRIBUTED') AS name,"
                + " sum(BilledCost::DECIMAL(38,12)) AS cost FROM " + table + " GROUP BY 1");
    }

    private Map<String, Money> chargeback(MeteringHarness metering) throws Exception {
        Path file = folder.resolve("chargeback.csv");
        LedgerUsage usage = LedgerUsage.of(
                new InMemoryLedger(metering.ledger()), TimeRange.billingMonth(NOVEMBER), ExportProgress.NONE);
        new ChargebackReport(
                        ChargebackSettings.of(NOVEMBER), usage.rows(), new ReportCoverage(metering.now(), List.of()))
                .writeTable(file, TableFormat.CSV, IfExists.FAIL, ExportProgress.NONE);
        return costs("SELECT CostCenter AS name, sum(cost::DECIMAL(38,12)) AS cost FROM " + DuckDb.csv(file)
                + " GROUP BY 1");
    }

    private static Map<String, Money> costs(String sql) throws Exception {
        Map<String, Money> costs = new TreeMap<>();
        try (DuckDb duck = new DuckDb()) {
            for (Map<String, String> row : duck.rows(sql)) {
                costs.put(row.getOrDefault("name", ""), Money.parse(row.getOrDefault("cost", "")));
            }
        }
        return costs;
    }

    private static String team(Dimensions dimensions) {
        return dimensions.tags().getOrDefault("Team", "");
    }
}
