package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From records on topics to answers over HTTP, through the production topology and its stores. */
final class MeteredUsageTest {

    private static final Duration STEP = Duration.ofDays(5);
    private static final int STEPS_A_YEAR = 73;
    private static final int CALLS_A_STEP = 10;
    private static final int HOUR_MS = 60 * 60 * 1_000;

    @Test
    void the_difference_of_a_closed_month_is_in_the_answer_though_its_requests_cancel() {
        MeteringConfig config = MeteringConfig.defaults(MeteringHarness.temporaryFolder())
                .withRequestHorizon(Duration.ofDays(30))
                .withFrozenBefore(YearMonth.of(2030, 1));
        try (MeteringHarness metering = new MeteringHarness(config)) {
            metering.rates(rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle()
                    .pass(Duration.between(NOON, MeteringHarness.NOW.plus(Duration.ofDays(12))))
                    .settle();
            metering.rates(rates(MODEL, "6", "30"));
            metering.settle();

            JsonNode answer = answer(metering, "granularity", "month", "sort", "key");

            assertThat(answer.findValuesAsText("windowStart"))
                    .containsExactly("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
            assertThat(answer.at("/groups/1/requests").asLong()).isZero();
            assertThat(answer.at("/groups/1/cost").asText()).isEqualTo("0.006000000000");
            assertThat(answer.at("/total/cost").asText()).isEqualTo("0.012000000000");
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"UTC,1", "America/New_York,2", "Australia/Lord_Howe,3", "Asia/Kolkata,4"})
    void a_year_by_day_and_team_is_the_plain_sum_of_its_calls(String zone, long seed) {
        ZoneId zoneId = ZoneId.of(zone);
        MeteringConfig config =
                MeteringConfig.defaults(MeteringHarness.temporaryFolder()).withZone(zoneId);
        Random random = new Random(seed);
        Map<String, BigDecimal> days = new TreeMap<>();
        Map<String, BigDecimal> months = new TreeMap<>();
        try (MeteringHarness metering = new MeteringHarness(config)) {
            metering.rates(rates(MODEL, "3", "15"));
            for (int step = 0; step < STEPS_A_YEAR; step++) {
                for (int i = 0; i < CALLS_A_STEP; i++) {
                    Instant time = randomTime(random, metering.now(), zoneId);
                    String team = "team" + random.nextInt(3);
                    int input = random.nextInt(1_000_000);
                    int output = random.nextInt(100_000);
                    metering.invocation(
                            call(step + "-" + i, MODEL, time, Quantities.tokens(input, output), Map.of("Team", team)));
                    BigDecimal cost = BigDecimal.valueOf(3L * input + 15L * output, 6);
                    LocalDate date = time.atZone(zoneId).toLocalDate();
                    days.merge(date + " " + team, cost, BigDecimal::add);
                    months.merge(YearMonth.from(date) + " " + team, cost, BigDecimal::add);
                }
                metering.pass(STEP);
            }
            metering.settle();

            JsonNode byDay = answerIn(zone, metering, "group_by", "Team", "granularity", "day", "sort", "key");
            JsonNode byMonth = answerIn(zone, metering, "group_by", "Team", "granularity", "month");

            assertThat(costs(byDay, zoneId, LocalDate::toString))
                    .as("seed %d", seed)
                    .isEqualTo(days);
            assertThat(costs(byMonth, zoneId, date -> YearMonth.from(date).toString()))
                    .as("seed %d", seed)
                    .isEqualTo(months);
            assertThat(new BigDecimal(byDay.at("/total/cost").asText()))
                    .isEqualByComparingTo(days.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        }
    }

    /** In the last five days; often around midnight, and around a change to or from summer time where there was one. */
    private static Instant randomTime(Random random, Instant now, ZoneId zone) {
        Instant time = now.minusMillis((long) (random.nextDouble() * STEP.toMillis()));
        ZoneOffsetTransition change = zone.getRules().nextTransition(now.minus(STEP));
        Instant edge = change != null && change.getInstant().isBefore(now) && random.nextBoolean()
                ? change.getInstant()
                : time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        Instant near = edge.plusMillis(random.nextInt(2 * HOUR_MS) - HOUR_MS);
        return random.nextInt(3) == 0 && near.isBefore(now) ? near : time;
    }

    @Test
    void what_is_older_than_a_windows_retention_reaches_longer_windows_and_is_counted() {
        try (MeteringHarness metering = new MeteringHarness(
                MeteringConfig.defaults(MeteringHarness.temporaryFolder()).withRequestHorizon(Duration.ofDays(300)))) {
            metering.rates(rates(MODEL, "3", "15"));
            metering.settle().pass(Duration.ofDays(60));

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            JsonNode answer = answer(metering, "granularity", "day");
            assertThat(answer.at("/total/cost").asText()).isEqualTo("0.006000000000");
            assertThat(answer.at("/coverage/beyondRetention").asLong())
                    .as("the minute of the cell, of five tag values and of the whole")
                    .isEqualTo(7);
            assertThat(metering.usage(Granularity.HOUR)).hasSize(1);
            assertThat(metering.usage(Granularity.MINUTE)).isEmpty();
            metering.claimExpiredWindows();
        }
    }

    private static Map<String, BigDecimal> costs(JsonNode answer, ZoneId zone, Function<LocalDate, String> window) {
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (JsonNode group : answer.get("groups")) {
            Instant start = Instant.parse(group.at("/key/windowStart").asText());
            assertThat(start.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant())
                    .as("windows start with a local day")
                    .isEqualTo(start);
            costs.put(
                    window.apply(start.atZone(zone).toLocalDate()) + " "
                            + group.at("/key/Team").asText(),
                    new BigDecimal(group.get("cost").asText()).setScale(6, RoundingMode.UNNECESSARY));
        }
        return costs;
    }

    private static JsonNode answer(MeteringHarness metering, String... namesAndValues) {
        return answerIn("UTC", metering, namesAndValues);
    }

    private static JsonNode answerIn(String zone, MeteringHarness metering, String... namesAndValues) {
        try (Explorer explorer = Explorer.in(zone)
                .source(new MeteredSource(metering), metering.now())
                .start()) {
            return explorer.usage(namesAndValues);
        }
    }
}
