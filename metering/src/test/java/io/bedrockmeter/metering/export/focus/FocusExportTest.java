package io.bedrockmeter.metering.export.focus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.export.DuckDb;
import io.bedrockmeter.metering.export.ExportException;
import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.metering.export.GeneratedLedger;
import io.bedrockmeter.metering.export.InMemoryLedger;
import io.bedrockmeter.metering.export.ledger.TimeRange;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TargetFile.IfExists;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FocusExportTest {

    private static final long SEED = 20_261_121;
    private static final TimeRange NOVEMBER = TimeRange.billingMonth(YearMonth.of(2026, 11));
    private static final List<LedgerEntry> ENTRIES = new GeneratedLedger(SEED).entries(4_000);
    private static final List<LedgerEntry> IN_NOVEMBER = ENTRIES.stream()
            .filter(entry -> NOVEMBER.contains(entry.timestamp()))
            .toList();

    @TempDir
    Path folder;

    private Path export(TableFormat format, FocusSettings settings) {
        Path file = folder.resolve("focus." + format.wireName());
        new FocusExport(new InMemoryLedger(ENTRIES), settings, NOVEMBER, format)
                .write(file, IfExists.FAIL, ExportProgress.NONE);
        return file;
    }

    /** The file as a table with typed costs and quantities. */
    private static String table(TableFormat format, Path file) {
        return format == TableFormat.PARQUET
                ? DuckDb.parquet(file)
                : "(SELECT * REPLACE (BilledCost::DECIMAL(38,12) AS BilledCost, ListCost::DECIMAL(38,12) AS ListCost,"
                        + " EffectiveCost::DECIMAL(38,12) AS EffectiveCost,"
                        + " ContractedCost::DECIMAL(38,12) AS ContractedCost,"
                        + " ConsumedQuantity::DECIMAL(38,12) AS ConsumedQuantity,"
                        + " PricingQuantity::DECIMAL(38,12) AS PricingQuantity,"
                        + " ListUnitPrice::DECIMAL(38,12) AS ListUnitPrice, x_Requests::BIGINT AS x_Requests)"
                        + " FROM " + DuckDb.csv(file) + ")";
    }

    private static BigDecimal cost(List<LedgerEntry> entries) {
        return sum(entries, Rating::cost);
    }

    private static BigDecimal sum(List<LedgerEntry> entries, Function<Rating, Money> amount) {
        return entries.stream()
                .map(entry -> amount.apply(entry.rating()).usd())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @ParameterizedTest
    @EnumSource
    void the_sum_of_billed_cost_is_the_cost_in_the_ledger_to_the_twelfth_decimal(TableFormat format) throws Exception {
        Path file = export(format, FocusSettings.DEFAULTS);

        try (DuckDb duck = new DuckDb()) {
            for (String column : List.of("BilledCost", "EffectiveCost", "ContractedCost")) {
                assertThat(new BigDecimal(duck.value("SELECT sum(" + column + ") FROM " + table(format, file))))
                        .as(column + ", seed " + SEED)
                        .isEqualByComparingTo(cost(IN_NOVEMBER));
            }
            assertThat(new BigDecimal(duck.value("SELECT sum(ListCost) FROM " + table(format, file))))
                    .as("ListCost, seed " + SEED)
                    .isEqualByComparingTo(sum(IN_NOVEMBER, Rating::listCost))
                    .isGreaterThan(cost(IN_NOVEMBER));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "HOUR"})
    void every_row_is_what_a_plain_sum_of_the_entries_says(Granularity period) throws Exception {
        Path file = export(TableFormat.PARQUET, FocusSettings.DEFAULTS.withChargePeriod(period));

        Map<String, BigDecimal> quantities = new TreeMap<>();
        try (DuckDb duck = new DuckDb()) {
            for (Map<String, String> row :
                    duck.rows("SELECT epoch_ms(ChargePeriodStart) AS start, x_Model, x_ModelAsCalled,"
                            + " coalesce(json_extract_string(Tags, '$.Team'), 'UNATTRIBUTED') AS team, SkuMeter,"
                            + " coalesce(ListUnitPrice::VARCHAR, x_UnpricedReason) AS price,"
                            + " sum(ConsumedQuantity) AS q FROM " + DuckDb.parquet(file) + " GROUP BY ALL")) {
                List<String> values = new ArrayList<>(row.values());
                quantities.put(String.join("|", values.subList(0, 6)), new BigDecimal(values.get(6)));
            }
        }
        quantities.values().removeIf(quantity -> quantity.signum() == 0);
        assertThat(quantities).as("seed " + SEED).isEqualTo(plainQuantities(period));
    }

    /** Quantities in consumed units by everything the query above groups by, from entries one after the other. */
    private static Map<String, BigDecimal> plainQuantities(Granularity period) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (LedgerEntry entry : IN_NOVEMBER) {
            long length = period == Granularity.DAY ? 86_400_000 : 3_600_000;
            long start = entry.timestamp().toEpochMilli() / length * length;
            Map<Unit, BigDecimal> prices = new HashMap<>();
            entry.rating().charges().forEach(charge -> prices.put(charge.unit(), charge.usdPerUnit()));
            for (Unit unit : Unit.values()) {
                boolean time = unit.name().endsWith("_MS");
                int perPrice = unit.name().endsWith("TOKEN") ? 6 : time ? 3 : 0;
                String price = entry.rating() instanceof Rating.Unpriced unpriced
                        ? unpriced.reason().name()
                        : prices.getOrDefault(unit, BigDecimal.ZERO)
                                .movePointRight(perPrice)
                                .setScale(12, RoundingMode.HALF_UP)
                                .toPlainString();
                Dimensions cell = entry.dimensions();
                String key = String.join(
                        "|",
                        Long.toString(start),
                        cell.model(),
                        cell.modelAsCalled(),
                        cell.tags().getOrDefault("Team", ""),
                        UnitPricing.of(unit).meter(),
                        price);
                sums.merge(
                        key,
                        BigDecimal.valueOf(entry.quantities().get(unit), time ? 3 : 0)
                                .setScale(12),
                        BigDecimal::add);
            }
        }
        sums.values().removeIf(quantity -> quantity.signum() == 0);
        return sums;
    }

    @ParameterizedTest
    @EnumSource
    void a_small_memory_gives_the_same_file(TableFormat format) throws Exception {
        FocusSettings tight = new FocusSettings(Granularity.DAY, "", "", Map.of(), "AWS", 100);

        byte[] inMemory = bytes(format, FocusSettings.DEFAULTS);
        byte[] spilled = bytes(format, tight);

        assertThat(spilled).isEqualTo(inMemory);
    }

    private static byte[] bytes(TableFormat format, FocusSettings settings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FocusExport(new InMemoryLedger(ENTRIES), settings, NOVEMBER, format).write(out, ExportProgress.NONE);
        return out.toByteArray();
    }

    @Test
    void requests_and_tokens_can_be_summed_over_rows() throws Exception {
        Path file = export(TableFormat.PARQUET, FocusSettings.DEFAULTS);
        FocusExport.Summary summary = new FocusExport(
                        new InMemoryLedger(ENTRIES), FocusSettings.DEFAULTS, NOVEMBER, TableFormat.CSV)
                .write(new ByteArrayOutputStream(), ExportProgress.NONE);

        try (DuckDb duck = new DuckDb()) {
            Map<String, String> sums = duck.rows("SELECT sum(x_Requests) AS requests, sum(x_InputTokens) AS input,"
                            + " sum(x_CacheWrite1hTokens) AS write FROM " + DuckDb.parquet(file))
                    .get(0);
            long requests = IN_NOVEMBER.stream().mapToLong(LedgerEntry::sign).sum();
            assertThat(sums)
                    .containsEntry("requests", Long.toString(requests - summary.requestsWithoutUsage()))
                    .containsEntry("input", Long.toString(total(Unit.INPUT_TOKEN)))
                    .containsEntry("write", Long.toString(total(Unit.CACHE_WRITE_1H_TOKEN)));
        }
    }

    private static long total(Unit unit) {
        return IN_NOVEMBER.stream()
                .mapToLong(entry -> entry.quantities().get(unit))
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void no_row_breaks_a_rule_of_the_specification(TableFormat format) throws Exception {
        Path file = export(
                format,
                new FocusSettings(
                        Granularity.DAY,
                        "999988887777",
                        "Payer",
                        Map.of("111122223333", "Team account"),
                        "AWS",
                        1_000));

        try (DuckDb duck = new DuckDb()) {
            String table = "focus";
            duck.execute("CREATE TABLE focus AS SELECT * FROM " + table(format, file));
            for (String rule : List.of(
                    // Rates of more than twelve places round per request, so that only their sum is exact.
                    "ListUnitPrice * PricingQuantity != ListCost AND NOT ends_with(SkuPriceId, '/0.00000000000035')",
                    "ChargeCategory != 'Usage'",
                    "ChargeFrequency != 'Usage-Based'",
                    "ChargeClass IS NOT NULL",
                    "InvoiceId IS NOT NULL",
                    "BillingCurrency != 'USD'",
                    "BillingAccountId != '999988887777'",
                    "(SubAccountId IS NULL) != (SubAccountName IS NULL)",
                    "SubAccountId = '111122223333' AND SubAccountName != 'Team account'",
                    "(RegionId IS NULL) != (RegionName IS NULL)",
                    "(ResourceId IS NULL) != (ResourceType IS NULL)",
                    "RegionId = 'us-east-1' AND RegionName != 'US East (N. Virginia)'",
                    "ConsumedQuantity IS NULL OR ConsumedUnit IS NULL",
                    "PricingQuantity IS NULL OR PricingUnit IS NULL",
                    "ConsumedQuantity <= 0",
                    "SkuId IS NULL OR SkuMeter IS NULL",
                    "(SkuPriceId IS NULL) != (ListUnitPrice IS NULL)",
                    "x_DiscountPercent IS NULL AND BilledCost != ListCost",
                    "x_DiscountPercent IS NULL AND ContractedUnitPrice != ListUnitPrice",
                    "(x_DiscountPercent IS NULL) != (x_DiscountSource IS NULL OR x_DiscountModel IS NULL)",
                    "x_DiscountPercent = 25 AND ListCost > 0.001 AND round(BilledCost / ListCost, 6) != 0.75",
                    "x_DiscountPercent = 25 AND abs(ContractedUnitPrice::DOUBLE - ListUnitPrice::DOUBLE * 0.75) > 1e-11",
                    "x_DiscountPercent = 0 AND (BilledCost != ListCost OR ContractedUnitPrice != ListUnitPrice)",
                    "BilledCost != EffectiveCost OR BilledCost != ContractedCost OR BilledCost > ListCost",
                    "(x_Unpriced::BOOLEAN) != (ListUnitPrice IS NULL)",
                    "(x_Unpriced::BOOLEAN) != (x_UnpricedReason IS NOT NULL)",
                    "(x_Unpriced::BOOLEAN) AND (BilledCost != 0 OR PricingCategory != 'Other')",
                    "(x_Unpriced::BOOLEAN) AND ChargeDescription NOT LIKE 'Unpriced, not free:%'",
                    "NOT (x_Unpriced::BOOLEAN) AND PricingCategory != 'Standard'",
                    "ChargePeriodEnd::TIMESTAMPTZ != ChargePeriodStart::TIMESTAMPTZ + INTERVAL 1 DAY",
                    "BillingPeriodStart::TIMESTAMPTZ != '2026-11-01T00:00:00Z'::TIMESTAMPTZ",
                    "BillingPeriodEnd::TIMESTAMPTZ != '2026-12-01T00:00:00Z'::TIMESTAMPTZ",
                    "ChargePeriodStart::TIMESTAMPTZ < BillingPeriodStart::TIMESTAMPTZ",
                    "ChargePeriodEnd::TIMESTAMPTZ > BillingPeriodEnd::TIMESTAMPTZ",
                    "ServiceCategory != 'AI and Machine Learning' OR ServiceSubcategory != 'Generative AI'",
                    "Tags IS NOT NULL AND NOT json_valid(Tags)",
                    "SkuPriceDetails IS NOT NULL AND NOT json_valid(SkuPriceDetails)")) {
                assertThat(violations(duck, table, rule))
                        .as("rows with " + rule)
                        .isZero();
            }
        }
    }

    private static long violations(DuckDb duck, String table, String condition) throws SQLException {
        return Long.parseLong(duck.value("SELECT count(*) FROM " + table + " WHERE " + condition));
    }

    @Test
    void times_in_csv_are_in_the_form_the_specification_asks_for() throws Exception {
        Path file = export(TableFormat.CSV, FocusSettings.DEFAULTS);

        try (DuckDb duck = new DuckDb()) {
            for (String column : List.of(
                    "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "x_AsOf")) {
                assertThat(violations(
                                duck,
                                DuckDb.csv(file),
                                "NOT regexp_full_match(" + column + ", '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z')"))
                        .as(column)
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV", "PARQUET"})
    void tags_come_back_exactly_whatever_their_characters(TableFormat format) throws Exception {
        Path file = export(format, FocusSettings.DEFAULTS);

        Map<String, Integer> teams = new HashMap<>();
        try (DuckDb duck = new DuckDb()) {
            String table = format == TableFormat.PARQUET ? DuckDb.parquet(file) : DuckDb.csv(file);
            for (Map<String, String> row : duck.rows("SELECT Tags FROM " + table)) {
                Map<?, ?> tags = new ObjectMapper().readValue(row.get("Tags"), Map.class);
                teams.merge(String.valueOf(tags.get("Team")), 1, Integer::sum);
            }
        }
        List<String> expected = new ArrayList<>(GeneratedLedger.TEAMS);
        expected.set(expected.indexOf("UNATTRIBUTED"), "null");
        assertThat(teams.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().distinct().toList());
    }

    @Test
    void a_request_that_was_moved_leaves_no_row_behind() throws Exception {
        List<LedgerEntry> first = new GeneratedLedger(7)
                .entries(1).stream().filter(entry -> entry.revision() == 1).toList();
        List<LedgerEntry> entries = new ArrayList<>(first);
        entries.add(first.get(0)
                .reversal(
                        2,
                        io.bedrockmeter.schemas.model.EntryReason.TAG_EVENT,
                        first.get(0).bookedAt(),
                        ""));

        FocusExport.Summary summary = new FocusExport(
                        new InMemoryLedger(entries), FocusSettings.DEFAULTS, TimeRange.ALL, TableFormat.CSV)
                .write(new ByteArrayOutputStream(), ExportProgress.NONE);

        assertThat(first.get(0).quantities().isZero()).isFalse();
        assertThat(summary.rows()).isZero();
        assertThat(summary.scan().entries()).isEqualTo(2);
    }

    @Test
    void a_cost_that_charges_do_not_explain_becomes_an_adjustment() throws Exception {
        LedgerEntry entry = ENTRIES.stream()
                .filter(each -> each.sign() > 0 && each.rating().cost().signum() > 0)
                .findFirst()
                .orElseThrow();
        Rating.Priced priced = (Rating.Priced) entry.rating();
        var more = io.bedrockmeter.schemas.money.Money.parse("0.000000000001");
        LedgerEntry uneven = new LedgerEntry(
                entry.requestId(),
                entry.revision(),
                entry.sign(),
                entry.reason(),
                entry.timestamp(),
                entry.dimensions(),
                entry.tags(),
                entry.failed(),
                entry.quantities(),
                new Rating.Priced(
                        priced.model(),
                        priced.scope(),
                        priced.tier(),
                        priced.tierAssumed(),
                        priced.cacheTtlAssumed(),
                        priced.layer(),
                        priced.source(),
                        priced.version(),
                        priced.charges(),
                        priced.listCost(),
                        priced.cost().plus(more)));
        Path file = folder.resolve("uneven.parquet");

        FocusExport.Summary summary = new FocusExport(
                        new InMemoryLedger(List.of(uneven)), FocusSettings.DEFAULTS, TimeRange.ALL, TableFormat.PARQUET)
                .write(file, IfExists.FAIL, ExportProgress.NONE);

        assertThat(summary.billedCost()).isEqualTo(priced.cost().plus(more));
        try (DuckDb duck = new DuckDb()) {
            assertThat(duck.rows("SELECT BilledCost AS cost, SkuId, PricingQuantity, PricingCategory FROM "
                            + DuckDb.parquet(file) + " WHERE ChargeCategory = 'Adjustment'"))
                    .containsExactly(new LinkedHashMap<>(Map.of(
                            "cost", "0.000000000001",
                            "SkuId", DuckDb.NULL,
                            "PricingQuantity", DuckDb.NULL,
                            "PricingCategory", DuckDb.NULL)));
        }
    }

    @Test
    void a_range_that_cuts_a_charge_period_is_refused() {
        TimeRange noon = new TimeRange(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-02T12:00:00Z"));

        assertThatThrownBy(() ->
                        new FocusExport(new InMemoryLedger(List.of()), FocusSettings.DEFAULTS, noon, TableFormat.CSV))
                .isInstanceOf(ExportException.class)
                .hasMessage("end of the range: expected the start of a UTC day, got 2026-11-02T12:00:00Z");
    }

    @Test
    void an_empty_ledger_gives_a_data_set_without_rows() throws Exception {
        Path file = folder.resolve("empty.parquet");

        new FocusExport(new InMemoryLedger(List.of()), FocusSettings.DEFAULTS, NOVEMBER, TableFormat.PARQUET)
                .write(file, IfExists.FAIL, ExportProgress.NONE);

        try (DuckDb duck = new DuckDb()) {
            assertThat(duck.value("SELECT count(*) FROM " + DuckDb.parquet(file)))
                    .isEqualTo("0");
            assertThat(duck.rows("DESCRIBE SELECT * FROM " + DuckDb.parquet(file)))
                    .hasSize(FocusExport.schema().columns().size());
        }
    }

    @Test
    void progress_is_told_while_reading_and_writing() throws Exception {
        List<String> told = new ArrayList<>();

        new FocusExport(
                        new InMemoryLedger(ENTRIES.subList(0, 10)),
                        FocusSettings.DEFAULTS,
                        TimeRange.ALL,
                        TableFormat.CSV)
                .write(new ByteArrayOutputStream(), (phase, done, total) -> told.add(phase + " " + done + "/" + total));

        assertThat(told).contains("READING 10/10", "WRITING 1/-1");
    }

    @Test
    void the_generated_month_has_what_these_specs_are_about() {
        assertThat(IN_NOVEMBER).anyMatch(entry -> entry.sign() < 0);
        assertThat(IN_NOVEMBER).anyMatch(entry -> entry.rating() instanceof Rating.Unpriced);
        assertThat(IN_NOVEMBER).hasSizeLessThan(ENTRIES.size());
        assertThat(IN_NOVEMBER.stream()
                        .map(entry -> LocalDate.ofInstant(entry.timestamp(), ZoneOffset.UTC))
                        .distinct())
                .hasSize(30);
    }
}
