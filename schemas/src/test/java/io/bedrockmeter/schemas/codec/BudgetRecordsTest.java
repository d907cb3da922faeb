package io.bedrockmeter.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class BudgetRecordsTest {

    private static final BudgetThreshold EIGHTY = BudgetThreshold.ofPercent("80");
    private static final BudgetWindow NOVEMBER =
            new BudgetWindow(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));
    static final Budget BUDGET = new Budget(
            "search-month",
            "Suche für alle",
            "owner@example.com",
            new BudgetFilter.AnyOf(List.of(
                    new BudgetFilter.AllOf(List.of(
                            new BudgetFilter.In("Team", Set.of("search", "ads")),
                            new BudgetFilter.StartsWith("model", "anthropic."))),
                    new BudgetFilter.Not(BudgetFilter.EVERYTHING))),
            Money.parse("500.000000000001"),
            new BudgetCalendar(BudgetPeriod.QUARTER, ZoneId.of("Asia/Kathmandu"), DayOfWeek.SUNDAY),
            List.of(EIGHTY, BudgetThreshold.ofPercent("99.5")),
            List.of("arn:aws:sns:us-east-1:123456789012:alerts"));
    static final Alert ALERT = new Alert(
            Alert.idOf(AlertKind.SUMMARY, "search-month", NOVEMBER.start(), EIGHTY),
            AlertKind.SUMMARY,
            "search-month",
            "Search",
            "",
            NOVEMBER,
            EIGHTY,
            List.of(BudgetThreshold.ofPercent("50")),
            Money.parse("401.5"),
            Money.parse("500"),
            new BigDecimal("80.30"),
            Alert.USD,
            Instant.parse("2026-11-20T10:00:00Z"),
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
    void statuses_survive_a_round_trip_in_every_state() {
        for (BudgetState state : List.of(new BudgetState.Ok(), new BudgetState.Breached(EIGHTY))) {
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
        assertThat(generic(Topics.BUDGET_STATUS.codec(), status(new BudgetState.Breached(EIGHTY)))
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
                        Money.ZERO,
                        BUDGET.calendar(),
                        List.of(EIGHTY, EIGHTY),
                        List.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("id:", "name:", "amount:", "thresholds:", "targets:");
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

    static BudgetStatus status(BudgetState state) {
        return new BudgetStatus(
                "search-month",
                "Search",
                "owner",
                NOVEMBER,
                NOVEMBER.start(),
                Money.parse("401.5"),
                Money.parse("500"),
                new BigDecimal("80.30"),
                state,
                12,
                1,
                Instant.parse("2026-11-20T10:00:00Z"));
    }
}
