package io.bedrockmeter.alerts.forecast;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * What whole days tell about the days to come: a level, from two weeks on also the shape of a week and a trend, and how far
 * days stray from these (weighted least squares). Recent days count more: the weight of a day halves every
 * {@value #HALF_LIFE_DAYS} days. Numbers are binary: this is an estimate, no account.
 */
final class DailyHistory {

    /** Whole days without which nothing is said about days to come. */
    static final int FEWEST_DAYS = 3;

    /** Whole days from which on a shape and a trend are looked for. */
    static final int DAYS_OF_A_SHAPE = 14;

    private static final int HALF_LIFE_DAYS = 10;
    private static final int DAYS_OF_A_WEEK = 7;
    /** Two standard errors, squared. */
    private static final double CHANCE = 4;

    private static final double UNSEEN_SLOPE = 0.5;

    private final LocalDate today;
    private final LocalDate first;
    private final double[] amounts;
    private final Map<DayOfWeek, Double> shape = new EnumMap<>(DayOfWeek.class);
    private double level;
    private double slope;
    private double variance;
    private double levelVariance;
    private double slopeVariance;
    private double covariance;

    private DailyHistory(LocalDate today, LocalDate first, double[] amounts) {
        this.today = today;
        this.first = first;
        this.amounts = amounts;
    }

    /**
     * Learns from the days before {@code today}, beginning with the first that has any usage; a day without is a day of
     * zero.
     */
    static DailyHistory before(LocalDate today, SortedMap<LocalDate, BigDecimal> usage) {
        LocalDate first = usage.entrySet().stream()
                .filter(day -> day.getValue().signum() != 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(day -> day.isBefore(today))
                .orElse(today);
        double[] amounts = new double[(int) (today.toEpochDay() - first.toEpochDay())];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = usage.getOrDefault(first.plusDays(i), BigDecimal.ZERO).doubleValue();
        }
        DailyHistory history = new DailyHistory(today, first, amounts);
        if (history.isLong()) {
            history.learnShape();
        }
        if (history.isEnough()) {
            history.learnLevel();
        }
        return history;
    }

    boolean isEnough() {
        return amounts.length >= FEWEST_DAYS;
    }

    /** What a whole day is expected to use. */
    double expected(LocalDate day) {
        return Math.max(0, (level + slope * daysFromToday(day)) * weight(day));
    }

    /** Adds up how sure the expectation of several days is. */
    Spread spread() {
        return new Spread();
    }

    /** How far the sum of some days to come may stray: each for itself, and all together with what was learnt wrong. */
    final class Spread {
        private double days;
        private double weights;
        private double moments;

        private Spread() {}

        /** Adds a share of a day. */
        void add(LocalDate day, double share) {
            days += share;
            weights += weight(day) * share;
            moments += weight(day) * share * daysFromToday(day);
        }

        /** The standard deviation of the sum. */
        double deviation() {
            double learnt = weights * weights * levelVariance
                    + 2 * weights * moments * covariance
                    + moments * moments * slopeVariance;
            return Math.sqrt(Math.max(0, variance * days + learnt));
        }
    }

    private boolean isLong() {
        return amounts.length >= DAYS_OF_A_SHAPE;
    }

    private double weight(LocalDate day) {
        return shape.getOrDefault(day.getDayOfWeek(), 1.0);
    }

    private double daysFromToday(LocalDate day) {
        return day.toEpochDay() - today.toEpochDay();
    }

    /** The share of each day of the week, drawn towards one by as much as a single observation. */
    private void learnShape() {
        double mean = 0;
        for (double amount : amounts) {
            mean += amount / amounts.length;
        }
        for (DayOfWeek day : DayOfWeek.values()) {
            double sum = 0;
            int count = 0;
            for (int i = 0; i < amounts.length; i++) {
                if (first.plusDays(i).getDayOfWeek() == day) {
                    sum += amounts[i];
                    count++;
                }
            }
            shape.put(day, (sum / mean + 1) / (count + 1));
        }
    }

    /** Solves amount = weight x (level + slope x day), the slope only where the history is long. */
    private void learnLevel() {
        double xx = 0;
        double xz = 0;
        double zz = 0;
        double xa = 0;
        double za = 0;
        for (int i = 0; i < amounts.length; i++) {
            LocalDate day = first.plusDays(i);
            double x = weight(day);
            double z = isLong() ? x * daysFromToday(day) : 0;
            double recency = recency(i);
            xx += recency * x * x;
            xz += recency * x * z;
            zz += recency * z * z;
            xa += recency * x * amounts[i];
            za += recency * z * amounts[i];
        }
        double determinant = xx * zz - xz * xz;
        slope = isLong() ? (xx * za - xz * xa) / determinant : 0;
        level = (xa - slope * xz) / xx;
        learnSpread();
        levelVariance = variance * (isLong() ? zz / determinant : 1 / xx);
        if (isLong()) {
            slopeVariance = variance * xx / determinant;
            covariance = -variance * xz / determinant;
            damp(xx, xz);
        }
    }

    /**
     * A slope within two standard errors may as well be chance and is taken for none, a steeper one is drawn towards zero by
     * as much; the level gives way so that recent days still fit. On generated months a slope taken as it was fitted
     * makes the error a tenth larger, this way it is not.
     */
    private void damp(double xx, double xz) {
        double given = slope == 0 ? 0 : Math.max(0, 1 - CHANCE * slopeVariance / (slope * slope));
        level += (1 - given) * slope * xz / xx;
        slope *= given;
        // Half of what a slope could add stays in the spread: one that was taken for none may still be there.
        double counted = Math.max(given, UNSEEN_SLOPE);
        levelVariance = counted * levelVariance + (1 - counted) * variance / xx;
        slopeVariance *= counted;
        covariance *= counted;
    }

    private void learnSpread() {
        double recencies = 0;
        double squares = 0;
        for (int i = 0; i < amounts.length; i++) {
            double off = amounts[i] - (level + slope * daysFromToday(first.plusDays(i))) * weight(first.plusDays(i));
            recencies += recency(i);
            squares += recency(i) * off * off;
        }
        // What was fitted cannot stray: one level, or a level, a slope and a week.
        int fitted = isLong() ? 1 + DAYS_OF_A_WEEK : 1;
        variance = squares / recencies * amounts.length / (amounts.length - fitted);
    }

    private double recency(int index) {
        return Math.pow(0.5, (double) (amounts.length - 1 - index) / HALF_LIFE_DAYS);
    }
}
