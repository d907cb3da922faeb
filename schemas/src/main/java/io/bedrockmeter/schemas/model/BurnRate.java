package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Tells the owner when money goes too fast: the spend of both windows, projected to the length of the period, is at least
 * {@code factor} times the limit. The long window keeps a short peak from alerting, the short one ends the alert soon after
 * the peak (Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate Alerts").
 *
 * @param factor times the rate that would spend exactly the limit, 1 to 10,000, at most two decimal places
 * @param window the long window, 5 minutes to 7 days
 * @param shortWindow the short one, 1 minute to half of {@code window}
 * @param targets who is told instead of the budget's own targets, empty for these
 */
public record BurnRate(BigDecimal factor, Duration window, Duration shortWindow, List<String> targets) {

    public static final BigDecimal MAX_FACTOR = BigDecimal.valueOf(10_000);
    public static final Duration MIN_WINDOW = Duration.ofMinutes(5);
    public static final Duration MAX_WINDOW = Duration.ofDays(7);
    public static final Duration MIN_SHORT_WINDOW = Duration.ofMinutes(1);

    /** The share of the long window that the short one has unless said otherwise (the workbook's 5 minutes of an hour). */
    public static final int SHORT_SHARE = 12;

    private static final int FACTOR_SCALE = 2;

    /** @throws IllegalArgumentException when something is out of range */
    public BurnRate {
        if (!isFactor(factor)) {
            throw new IllegalArgumentException(
                    "burn rate: expected a factor of 1 to 10000 with at most 2 decimal places");
        }
        if (!isWindow(window) || !isShortWindow(shortWindow, window)) {
            throw new IllegalArgumentException(
                    "burn rate: expected a window of 5 minutes to 7 days and a short one of 1 minute to half of it");
        }
        factor = factor.stripTrailingZeros();
        targets = List.copyOf(targets);
    }

    public static boolean isFactor(BigDecimal factor) {
        return factor.compareTo(BigDecimal.ONE) >= 0
                && factor.compareTo(MAX_FACTOR) <= 0
                && factor.stripTrailingZeros().scale() <= FACTOR_SCALE;
    }

    public static boolean isWindow(Duration window) {
        return window.compareTo(MIN_WINDOW) >= 0 && window.compareTo(MAX_WINDOW) <= 0 && isMinutes(window);
    }

    public static boolean isShortWindow(Duration shortWindow, Duration window) {
        return shortWindow.compareTo(MIN_SHORT_WINDOW) >= 0
                && shortWindow.multipliedBy(2).compareTo(window) <= 0
                && isMinutes(shortWindow);
    }

    private static boolean isMinutes(Duration duration) {
        return duration.equals(Duration.ofMinutes(duration.toMinutes()));
    }

    /** The last part of alert ids, for example {@code burn-14.4x-60m}. */
    public String label() {
        return "burn-" + factor.toPlainString() + "x-" + window.toMinutes() + "m";
    }
}
