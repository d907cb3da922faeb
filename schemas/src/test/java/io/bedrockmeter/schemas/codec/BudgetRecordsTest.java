package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetThreshold.Unit;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.QuietHours;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class BudgetRecordsTest {

    private static final BudgetThreshold EIGHTY = BudgetThreshold.ofPercent("80");
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:alerts";
    private static final BudgetWindow NOVEMBER =
            new BudgetWindow(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    private static final SpendForecast FORECAST =
            new SpendForecast(new BigDecimal("612.30"), new BigDecimal("590.11"), new BigDecimal("640.00"));
    static final Budget BUDGET = new Budget(
            "search-month",
            "Suche für alle",
            "owner@example.com",
            new BudgetFilter.AnyOf(List.of(
                    new BudgetFilter.AllOf(List.of(
                            new BudgetFilter.In("Team", Set.of("search", "ads")),
                            new BudgetFilter.StartsWith("model", "anthropic."))),
                    new BudgetFilter.Not(BudgetFilter.EVERYTHING))),
            "Team",
            BudgetAmount.usd("500.000000000001"),
            new BudgetCalendar.Recurring(BudgetPeriod.QUARTER, ZoneId.of("Asia/Kathmandu"), DayOfWeek.SUNDAY, 15),
            new BudgetRules(
                    List.of(
                            EIGHTY,
                            BudgetThreshold.ofPercent("99.5"),
                            new BudgetThreshold(Basis.ACTUAL, Unit.AMOUNT, new BigDecimal("0.000000000001"), List.of()),
                            new BudgetThreshold(Basis.FORECAST, Unit.PERCENT, new BigDecimal("100"), List.of(TOPIC))),
                    List.of(new BurnRate(
                            new BigDecimal("14.4"), Duration.ofHours(1), Duration.ofMinutes(5), List.of(TOPIC))),
                    new BigDecimal("5")),
            new BudgetNotice(List.of(TOPIC), Optional.of(new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)))));
    static final Alert ALERT = new Alert(
            Alert.idOf(AlertKind.SUMMARY, "search-month", "a/b c", NOVEMBER.start(), "80"),
            AlertKind.SUMMARY,
            new BudgetSubject("search-month", "a/b c", "Search", "", NOVEMBER),
            "80",
            new BigDecimal("80.00"),
            List.of("at-1", "50"),
            BudgetReading.of(BudgetAmount.usd("401.5"), BudgetAmount.usd("500"), Optional.of(FORECAST)),
            List.of(new SpendShare("model", "amazon.nova-micro-v1:0", new BigDecimal("400.000000000000"))),
            Instant.parse("2026-11-20T10:00:00Z"),
            Optional.of(Instant.parse("2026-11-21T06:30:00Z")),
            true,
            List.of());

    @Test
    void budgets_and_alerts_survive_a_round_trip() {
        assertThat(Topics.BUDGETS.codec().decode(Topics.BUDGETS.codec().encode(BUDGET)))
                .isEqualTo(BUDGET);
        assertThat(Topics.ALERTS.codec().decode(Topics.ALERTS.codec().encode(ALERT)))
                .isEqualTo(ALERT);
    }

    @Test
    void alerts_survive_a_round_trip_with_every_kind_of_evidence() {
        for (AlertEvidence evidence : List.of(
                new AlertEvidence.Anomaly(new BigDecimal("10.000000000001"), new BigDecimal("0.000000000000")),
                new AlertEvidence.Blind(NOVEMBER.start(), "complete up to then", "at most 15m behind"),
                new AlertEvidence.Restated(new BigDecimal("-1.000000000000")))) {
            Alert alert = with(evidence);
            assertThat(Topics.ALERTS.codec().decode(Topics.ALERTS.codec().encode(alert)))
                    .isEqualTo(alert);
        }
    }

    @Test
    void other_avro_readers_tell_the_kinds_of_evidence_apart() throws IOException {
        GenericRecord read =
                generic(Topics.ALERTS.codec(), with(new AlertEvidence.Blind(NOVEMBER.start(), "nothing", "something")));

        GenericRecord evidence = (GenericRecord) read.get("evidence");
        assertThat(evidence.getSchema().getName()).isEqualTo("BlindEvidence");
        assertThat(evidence.get("observed")).hasToString("nothing");
    }

    @Test
    void every_kind_of_calendar_survives_a_round_trip() {
        ZoneId zone = ZoneId.of("Asia/Kolkata");
        for (BudgetCalendar calendar : List.of(
                new BudgetCalendar.Rolling(Duration.ofHours(24), zone),
                new BudgetCalendar.Fixed(NOVEMBER, zone),
                new BudgetCalendar.Recurring(BudgetPeriod.HOUR, zone))) {
            Budget budget = new Budget(
                    "b",
                    "b",
                    "",
                    BudgetFilter.EVERYTHING,
                    "",
                    BudgetAmount.tokens(12_000_000),
                    calendar,
                    BudgetRules.of(List.of(EIGHTY)),
                    BudgetNotice.to(List.of()));

            assertThat(Topics.BUDGETS.codec().decode(Topics.BUDGETS.codec().encode(budget)))
                    .isEqualTo(budget);
        }
    }

    @Test
    void records_of_version_1_are_read() throws IOException {
        GenericRecord budget = versionOne("Budget", BUDGET, Topics.BUDGETS.codec());
        GenericRecord alert = versionOne("Alert", ALERT, Topics.ALERTS.codec());
        GenericRecord status = versionOne(
                "BudgetStatus",
                status(new BudgetState.Breached("99.5", new BigDecimal("99.50"))),
                Topics.BUDGET_STATUS.codec());

        Budget readBudget = Topics.BUDGETS.codec().decode(singleObject(budget));
        Alert readAlert = Topics.ALERTS.codec().decode(singleObject(alert));
        BudgetStatus readStatus = Topics.BUDGET_STATUS.codec().decode(singleObject(status));

        assertThat(readBudget.limit()).isEqualTo(BUDGET.limit());
        assertThat(readBudget.rules()).isEqualTo(BudgetRules.of(List.of(EIGHTY, BudgetThreshold.ofPercent("99.5"))));
        assertThat(readBudget.calendar())
                .isEqualTo(new BudgetCalendar.Recurring(
                        BudgetPeriod.QUARTER, ZoneId.of("Asia/Kathmandu"), DayOfWeek.SUNDAY, 1));
        assertThat(readAlert.rule()).isEqualTo("80");
        assertThat(readAlert.covered()).containsExactly("50");
        assertThat(readAlert.reading().spent()).isEqualTo(ALERT.reading().spent());
        assertThat(readStatus.state()).isEqualTo(new BudgetState.Breached("99.5", new BigDecimal("99.50")));
    }

    @Test
    void statuses_survive_a_round_trip_in_every_state() {
        for (BudgetState state :
                List.of(new BudgetState.Ok(), new BudgetState.Breached("80", new BigDecimal("80.00")))) {
            BudgetStatus status = status(state);
            assertThat(Topics.BUDGET_STATUS
                            .codec()
                            .decode(Topics.BUDGET_STATUS.codec().encode(status)))
                    .isEqualTo(status);
        }
    }

    @Test
    void other_avro_readers_understand_the_records() throws IOException {
        assertThat(generic(Topics.BUDGETS.codec(), BUDGET).get("zone")).hasToString("Asia/Kathmandu");
        assertThat(generic(Topics.ALERTS.codec(), ALERT).get("kind")).hasToString("SUMMARY");
        assertThat(generic(
                                Topics.BUDGET_STATUS.codec(),
                                status(new BudgetState.Breached("80", new BigDecimal("80.00"))))
                        .get("state"))
                .hasToString("BREACHED");
    }

    @Test
    void damaged_budgets_are_undecodable_and_nothing_else() {
        byte[] bytes = Topics.BUDGETS.codec().encode(BUDGET);
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[RecordCodec.HEADER_BYTES + random.nextInt(bytes.length - RecordCodec.HEADER_BYTES)] ^=
                    (byte) (1 + random.nextInt(255));
            assertThatCode(() -> decode(damaged))
                    .as("seed %d, round %d", seed, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_budget_that_breaks_its_rules_names_all_of_them() {
        assertThatThrownBy(() -> new Budget(
                        "Not an id",
                        " ",
                        "",
                        BudgetFilter.EVERYTHING,
                        "",
                        BudgetAmount.requests(0),
                        BUDGET.calendar(),
                        BudgetRules.of(List.of(EIGHTY, EIGHTY)),
                        BudgetNotice.to(List.of("nowhere"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("id:", "name:", "limit:", "thresholds:", "targets:");
    }

    @Test
    void the_same_level_as_percentage_and_as_amount_is_a_repetition() {
        BudgetThreshold amount = new BudgetThreshold(Basis.ACTUAL, Unit.AMOUNT, new BigDecimal("400"), List.of());
        BudgetRules rules = BudgetRules.of(List.of(EIGHTY, amount));

        assertThatThrownBy(() -> new Budget(
                        "b",
                        "b",
                        "",
                        BudgetFilter.EVERYTHING,
                        "",
                        BudgetAmount.usd("500"),
                        BUDGET.calendar(),
                        rules,
                        BudgetNotice.to(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no level twice, got at-400");
    }

    /** A record as a version-1 writer would have written it: the fields it knew, the symbols it knew. */
    private static <T> GenericRecord versionOne(String name, T value, RecordCodec<T> codec) throws IOException {
        GenericRecord current = generic(codec, value);
        GenericRecord old = new GenericData.Record(Schemas.released(name).get(0));
        old.getSchema().getFields().forEach(field -> old.put(field.name(), current.get(field.name())));
        return old;
    }

    private static byte[] singleObject(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(new GenericData(), record.getSchema()).encode(record, out);
        return out.toByteArray();
    }

    private static void decode(byte[] bytes) {
        try {
            Topics.BUDGETS.codec().decode(bytes);
        } catch (UndecodableException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static <T> GenericRecord generic(RecordCodec<T> codec, T value) throws IOException {
        byte[] bytes = codec.encode(value);
        int header = RecordCodec.HEADER_BYTES;
        return new GenericDatumReader<GenericRecord>(codec.schema())
                .read(null, DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
    }

    private static Alert with(AlertEvidence evidence) {
        return new Alert(
                ALERT.alertId(),
                AlertKind.BLIND,
                ALERT.subject(),
                ALERT.rule(),
                ALERT.threshold(),
                List.of(),
                ALERT.reading(),
                ALERT.shares(),
                ALERT.raisedAt(),
                Optional.empty(),
                false,
                List.of(),
                Optional.of(evidence));
    }

    static BudgetStatus status(BudgetState state) {
        return new BudgetStatus(
                new BudgetSubject("search-month", "a/b c", "Search", "owner", NOVEMBER),
                NOVEMBER.start(),
                BudgetReading.of(BudgetAmount.usd("401.5"), BudgetAmount.usd("500"), Optional.of(FORECAST)),
                state,
                12,
                1,
                Instant.parse("2026-11-20T10:00:00Z"));
    }
}
