package io.bedrockmeter.alerts.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void an_even_spend_goes_on_evenly() {
        SortedMap<LocalDate, BigDecimal> days = days(LocalDate.parse("2026-11-01"), 10, 12);
        Instant now = LocalDate.parse("2026-11-11").atStartOfDay(BERLIN).toInstant();

        Optional<SpendForecast> forecast =
                Forecaster.forecast(days, new TreeMap<>(), new BigDecimal("120"), november(), now, BERLIN);

        assertThat(forecast)
                .contains(new SpendForecast(new BigDecimal("360"), new BigDecimal("360"), new BigDecimal("360")));
    }

    @Test
    void days_of_23_and_25_hours_are_days() {
        SortedMap<LocalDate, BigDecimal> days = days(LocalDate.parse("2026-10-01"), 20, 10);
        LocalDate today = LocalDate.parse("2026-10-21");
        BudgetWindow october = window("2026-10-01", "2026-11-01");

        SpendForecast forecast = Forecaster.forecast(
                        days,
                        new TreeMap<>(),
                        new BigDecimal("200"),
                        october,
                        today.atStartOfDay(BERLIN).toInstant(),
                        BERLIN)
                .orElseThrow();

        assertThat(forecast.expected()).isEqualByComparingTo("310");
    }

    @Test
    void quiet_weekends_are_expected_to_be_quiet() {
        SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();
        for (LocalDate day = LocalDate.parse("2026-10-05");
                day.isBefore(LocalDate.parse("2026-11-02"));
                day = day.plusDays(1)) {
            days.put(day, BigDecimal.valueOf(isWeekend(day) ? 0 : 100));
        }
        // Monday: five days of work and a weekend to come.
        Instant now = LocalDate.parse("2026-11-02").atStartOfDay(BERLIN).toInstant();

        SpendForecast forecast = Forecaster.forecast(
                        days, new TreeMap<>(), BigDecimal.ZERO, window("2026-11-02", "2026-11-09"), now, BERLIN)
                .orElseThrow();

        assertThat(forecast.expected().doubleValue()).isCloseTo(500, within(60.0));
    }

    @Test
    void three_days_are_needed_for_longer_periods() {
        Instant now = Instant.parse("2026-11-03T12:00:00Z");
        SortedMap<LocalDate, BigDecimal> two = days(LocalDate.parse("2026-11-01"), 2, 12);
        SortedMap<LocalDate, BigDecimal> three = days(LocalDate.parse("2026-10-31"), 3, 12);

        assertThat(Forecaster.forecast(two, new TreeMap<>(), new BigDecimal("24"), november(), now, BERLIN))
                .isEmpty();
        assertThat(Forecaster.forecast(three, new TreeMap<>(), new BigDecimal("24"), november(), now, BERLIN))
                .isPresent();
    }

    @Test
    void a_single_day_is_projected_by_its_own_rate_once_a_quarter_of_it_is_over() {
        BudgetWindow day = window("2026-11-20", "2026-11-21");
        SortedMap<Instant, BigDecimal> slots = new TreeMap<>();
        for (int slot = 0; slot < 48; slot++) {
            slots.put(day.start().plus(Duration.ofMinutes(15L * slot)), BigDecimal.ONE);
        }
        SortedMap<LocalDate, BigDecimal> today = new TreeMap<>();
        today.put(LocalDate.parse("2026-11-20"), new BigDecimal("48"));

        Optional<SpendForecast> noon = Forecaster.forecast(
                today, slots, new BigDecimal("48"), day, day.start().plus(Duration.ofHours(12)), BERLIN);
        Optional<SpendForecast> early = Forecaster.forecast(
                today, slots, new BigDecimal("20"), day, day.start().plus(Duration.ofHours(5)), BERLIN);

        assertThat(noon.orElseThrow().expected()).isEqualByComparingTo("96");
        assertThat(early).isEmpty();
    }

    /** 300 generated months: a weekly shape, growth or decline, noise, outliers; forecast at noon of the tenth day. */
    @Test
    void on_generated_months_the_error_is_small_and_the_interval_holds() {
        long seed = 20261121;
        Random random = new Random(seed);
        int months = 300;
        double error = 0;
        double errorOfRunRate = 0;
        int within = 0;
        for (int month = 0; month < months; month++) {
            double weekend = random.nextDouble();
            double growth = 1 + (random.nextDouble() - 0.4) * 0.01;
            double noise = 0.05 + random.nextDouble() * 0.3;
            SortedMap<LocalDate, BigDecimal> actual = new TreeMap<>();
            double level = 50 + random.nextInt(500);
            for (LocalDate day = LocalDate.parse("2026-10-06");
                    day.isBefore(LocalDate.parse("2026-12-01"));
                    day = day.plusDays(1)) {
                double shape = isWeekend(day) ? weekend : 1;
                double amount = level * shape * Math.max(0, 1 + noise * random.nextGaussian());
                actual.put(day, BigDecimal.valueOf(random.nextInt(40) == 0 ? 2 * amount : amount));
                level *= growth;
            }
            SortedMap<LocalDate, BigDecimal> known = new TreeMap<>(actual.headMap(LocalDate.parse("2026-11-10")));
            LocalDate today = LocalDate.parse("2026-11-10");
            known.put(today, actual.get(today).divide(BigDecimal.valueOf(2)));
            BigDecimal spent = sum(known.tailMap(LocalDate.parse("2026-11-01")));

            SpendForecast forecast = Forecaster.forecast(
                            known,
                            new TreeMap<>(),
                            spent,
                            november(),
                            today.atTime(12, 0).atZone(BERLIN).toInstant(),
                            BERLIN)
                    .orElseThrow();

            BigDecimal truth = sum(actual.tailMap(LocalDate.parse("2026-11-01")));
            error += Math.abs(forecast.expected().doubleValue() / truth.doubleValue() - 1) / months;
            errorOfRunRate += Math.abs(spent.doubleValue() / 9.5 * 30 / truth.doubleValue() - 1) / months;
            within += forecast.low().compareTo(truth) <= 0 && truth.compareTo(forecast.high()) <= 0 ? 1 : 0;
        }
        String figures = "seed %d: error %.4f, of the plain run-rate %.4f, within the interval %.3f"
                .formatted(seed, error, errorOfRunRate, (double) within / months);
        assertThat(error).as(figures).isLessThan(0.065).isLessThan(errorOfRunRate);
        assertThat((double) within / months).as(figures).isBetween(0.85, 0.97);
    }

    private static BigDecimal sum(SortedMap<LocalDate, BigDecimal> days) {
        return days.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static SortedMap<LocalDate, BigDecimal> days(LocalDate first, int count, int amount) {
        SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            days.put(first.plusDays(i), BigDecimal.valueOf(amount));
        }
        return days;
    }

    private static BudgetWindow november() {
        return window("2026-11-01", "2026-12-01");
    }

    private static BudgetWindow window(String from, String to) {
        return new BudgetWindow(
                LocalDate.parse(from).atStartOfDay(BERLIN).toInstant(),
                LocalDate.parse(to).atStartOfDay(BERLIN).toInstant());
    }
}
