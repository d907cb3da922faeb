package io.bedrockmeter.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SpendHistoryTest {

    private static final AnomalyRules RULES = AnomalyRules.defaults();
    private static final Duration HOUR = Duration.ofHours(1);
    /** A Monday. */
    private static final Instant NINE = Instant.parse("2026-11-16T09:00:00Z");

    @Test
    void an_hour_is_compared_with_the_hours_of_days_that_are_alike() {
        SortedMap<Instant, Money> hours = hours(28, hour -> isWeekend(hour) ? "1" : "20");

        UsualSpend usual = usual(hours, AnomalyWindow.HOUR, NINE);

        assertThat(usual.median()).isEqualByComparingTo("20");
        assertThat(usual.spread()).isZero();
        assertThat(usual.bound(AnomalyWindow.HOUR, RULES)).isEqualTo(Money.parse("60"));
        assertThat(usual.bound(AnomalyWindow.DAY, RULES)).isEqualTo(Money.parse("40"));
    }

    @Test
    void a_monday_morning_is_not_measured_by_the_night_before() {
        SortedMap<Instant, Money> hours =
                hours(28, hour -> !isWeekend(hour) && hourOf(hour) >= 8 && hourOf(hour) < 18 ? "50" : "0.5");

        assertThat(usual(hours, AnomalyWindow.HOUR, NINE).median()).isEqualByComparingTo("50");
        assertThat(usual(hours, AnomalyWindow.HOUR, NINE.minus(Duration.ofHours(5)))
                        .median())
                .isEqualByComparingTo("0.5");
    }

    @Test
    void nothing_is_said_of_a_value_that_is_new() {
        SortedMap<Instant, Money> hours = hours(13, hour -> "20");

        assertThat(new SpendHistory(hours, RULES).usual(AnomalyWindow.HOUR, NINE))
                .isEmpty();
        assertThat(new SpendHistory(hours, RULES).usual(AnomalyWindow.DAY, day(NINE)))
                .isEmpty();
        assertThat(new SpendHistory(new TreeMap<>(), RULES).usual(AnomalyWindow.HOUR, NINE))
                .isEmpty();
    }

    @Test
    void rare_jobs_are_compared_with_each_other() {
        SortedMap<Instant, Money> hours = hours(28, hour -> hourOf(hour) == 3 ? "40" : "0");

        UsualSpend usual = usual(hours, AnomalyWindow.HOUR, NINE);

        assertThat(usual.median()).isEqualByComparingTo("40");
    }

    @Test
    void where_jobs_are_very_rare_the_largest_is_the_measure() {
        SortedMap<Instant, Money> hours = hours(28, hour -> "0");
        hours.put(NINE.minus(Duration.ofDays(5)), Money.parse("30"));
        hours.put(NINE.minus(Duration.ofDays(12)), Money.parse("70"));

        assertThat(usual(hours, AnomalyWindow.HOUR, NINE).median()).isEqualByComparingTo("70");
    }

    @Test
    void days_are_compared_with_whole_days_that_are_alike() {
        SortedMap<Instant, Money> hours = hours(28, hour -> isWeekend(hour) ? "0.5" : "10");

        assertThat(usual(hours, AnomalyWindow.DAY, day(NINE)).median()).isEqualByComparingTo("240");
        assertThat(usual(hours, AnomalyWindow.DAY, day(NINE).minus(Duration.ofDays(1)))
                        .median())
                .isEqualByComparingTo("12");
    }

    @Test
    void what_happens_every_week_is_a_habit() {
        SortedMap<Instant, Money> hours = hours(28, hour -> "1");
        SpendHistory once = new SpendHistory(with(hours, 7, "90"), RULES);
        SpendHistory twice = new SpendHistory(with(with(hours, 7, "90"), 14, "90"), RULES);

        assertThat(once.isHabit(AnomalyWindow.HOUR, NINE, Money.parse("100"))).isFalse();
        assertThat(twice.isHabit(AnomalyWindow.HOUR, NINE, Money.parse("100"))).isTrue();
        assertThat(twice.isHabit(AnomalyWindow.HOUR, NINE.plus(HOUR), Money.parse("180")))
                .isTrue();
        assertThat(twice.isHabit(AnomalyWindow.HOUR, NINE, Money.parse("181"))).isFalse();
        assertThat(twice.isHabit(AnomalyWindow.DAY, day(NINE), Money.parse("120")))
                .isTrue();
        assertThat(twice.isHabit(AnomalyWindow.HOUR, NINE.plus(HOUR.multipliedBy(4)), Money.parse("100")))
                .isFalse();
    }

    @Test
    void median_and_spread_are_those_of_the_definition_and_exact() {
        long seed = Long.getLong("tests.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Money> amounts = new ArrayList<>();
            for (int i = 1 + random.nextInt(40); i > 0; i--) {
                amounts.add(Money.ofPicos(random.nextLong(1_000_000_000_000_000L)));
            }

            UsualSpend usual = UsualSpend.of(amounts);

            BigDecimal median = naiveMedian(amounts.stream().map(Money::usd).toList());
            assertThat(usual.median()).as("seed %d, round %d", seed, round).isEqualByComparingTo(median);
            assertThat(usual.spread())
                    .as("seed %d, round %d", seed, round)
                    .isEqualByComparingTo(naiveMedian(amounts.stream()
                            .map(amount -> amount.usd().subtract(median).abs())
                            .toList()));
        }
    }

    private static BigDecimal naiveMedian(List<BigDecimal> values) {
        List<BigDecimal> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int n = sorted.size();
        return sorted.get((n - 1) / 2).add(sorted.get(n / 2)).multiply(new BigDecimal("0.5"));
    }

    private static UsualSpend usual(SortedMap<Instant, Money> hours, AnomalyWindow window, Instant start) {
        return new SpendHistory(hours, RULES).usual(window, start).orElseThrow();
    }

    private static SortedMap<Instant, Money> hours(int days, Function<Instant, String> spend) {
        SortedMap<Instant, Money> hours = new TreeMap<>();
        for (Instant hour = NINE.minus(Duration.ofDays(days)); hour.isBefore(NINE); hour = hour.plus(HOUR)) {
            hours.put(hour, Money.parse(spend.apply(hour)));
        }
        return hours;
    }

    private static SortedMap<Instant, Money> with(SortedMap<Instant, Money> hours, int daysBack, String spend) {
        SortedMap<Instant, Money> more = new TreeMap<>(hours);
        more.put(NINE.minus(Duration.ofDays(daysBack)), Money.parse(spend));
        return more;
    }

    private static Instant day(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    }

    private static int hourOf(Instant hour) {
        return hour.atZone(ZoneOffset.UTC).getHour();
    }

    private static boolean isWeekend(Instant hour) {
        DayOfWeek day = hour.atZone(ZoneOffset.UTC).getDayOfWeek();
        return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
    }
}
