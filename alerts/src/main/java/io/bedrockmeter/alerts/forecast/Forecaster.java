package io.bedrockmeter.alerts.forecast;

import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Expects of the rest of a period what recent days used, each day of the week with its own share and a trend where two weeks
 * are known; of the rest of today a mixture of that and today's own rate, the more of today the more of it is over. The interval comes
 * from how far days strayed from this rule. Without {@value DailyHistory#FEWEST_DAYS} whole days nothing is expected, except
 * of a period of a day: its own rate, once a quarter of it and {@value #FEWEST_SLOTS} quarters of an hour are over. Numbers are
 * binary floating point: an estimate is no account, and nothing that was spent is ever computed from it.
 */
public final class Forecaster {

    static final int FEWEST_SLOTS = 16;

    private static final double Z_OF_NINE_IN_TEN = 1.6449;
    private static final double EARLIEST_SHARE = 0.25;
    private static final Duration LONGEST_DAY = Duration.ofHours(25);
    private static final Duration SLOT = Duration.ofMinutes(15);

    private Forecaster() {}

    /**
     * Expects.
     *
     * @param days what was used on each local date, today included
     * @param slots what was used in each quarter of an hour of the period, by its start; looked at in periods of a day only
     * @param spent used in the period so far
     * @param window the period
     * @param now within the period
     * @return empty while there is not enough history
     */
    public static Optional<SpendForecast> forecast(
            SortedMap<LocalDate, BigDecimal> days,
            SortedMap<Instant, BigDecimal> slots,
            BigDecimal spent,
            BudgetWindow window,
            Instant now,
            ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        DailyHistory history = DailyHistory.before(today, days);
        if (history.isEnough()) {
            double usedToday = days.getOrDefault(today, BigDecimal.ZERO).doubleValue();
            return Optional.of(byDays(history, usedToday, spent.doubleValue(), window, now, zone));
        }
        boolean oneDay = length(window).compareTo(LONGEST_DAY) <= 0;
        return oneDay ? byOwnRate(slots, spent.doubleValue(), window, now) : Optional.empty();
    }

    private static SpendForecast byDays(
            DailyHistory history, double usedToday, double spent, BudgetWindow window, Instant now, ZoneId zone) {
        double rest = 0;
        DailyHistory.Spread spread = history.spread();
        for (LocalDate day = now.atZone(zone).toLocalDate(); ; day = day.plusDays(1)) {
            Instant start = day.atStartOfDay(zone).toInstant();
            Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
            if (!start.isBefore(window.end())) {
                break;
            }
            double length = Duration.between(start, end).toMillis();
            Instant from = start.isBefore(now) ? now : start;
            double share = Duration.between(from, earlier(end, window.end())).toMillis() / length;
            double over = Duration.between(start, from).toMillis() / length;
            // Today's own rate is usedToday / over; its say in the mixture is over.
            double rate = over > 0 ? usedToday + (1 - over) * history.expected(day) : history.expected(day);
            rest += rate * share;
            spread.add(day, share);
        }
        return estimate(spent, rest, spread.deviation());
    }

    private static Optional<SpendForecast> byOwnRate(
            SortedMap<Instant, BigDecimal> slots, double spent, BudgetWindow window, Instant now) {
        long over = Duration.between(window.start(), now).toMillis();
        double share = (double) over / length(window).toMillis();
        long whole = over / SLOT.toMillis();
        if (share < EARLIEST_SHARE || whole < FEWEST_SLOTS) {
            return Optional.empty();
        }
        double rest = spent / share - spent;
        double mean = spent / whole;
        double variance = 0;
        for (long i = 0; i < whole; i++) {
            Instant slot = window.start().plus(SLOT.multipliedBy(i));
            double off = slots.getOrDefault(slot, BigDecimal.ZERO).doubleValue() - mean;
            variance += off * off / whole;
        }
        double left = (double) Duration.between(now, window.end()).toMillis() / SLOT.toMillis();
        return Optional.of(estimate(spent, rest, Math.sqrt(variance * (left + left * left / whole))));
    }

    private static SpendForecast estimate(double spent, double rest, double spread) {
        double expected = spent + rest;
        double margin = Z_OF_NINE_IN_TEN * spread;
        return new SpendForecast(
                BigDecimal.valueOf(expected),
                BigDecimal.valueOf(Math.max(Math.min(spent, expected), expected - margin)),
                BigDecimal.valueOf(expected + margin));
    }

    private static Duration length(BudgetWindow window) {
        return Duration.between(window.start(), window.end());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
