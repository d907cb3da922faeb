package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** How long the spans are that are compared with their past. */
public enum AnomalyWindow {
    /** Local hours: an anomaly is over after three hours as usual. */
    HOUR(BudgetPeriod.HOUR, Duration.ofHours(3), Duration.ofDays(3), "0.2"),
    /** Local days: an anomaly is over after a day as usual. A day has up to 25 hours. */
    DAY(BudgetPeriod.DAY, Duration.ofHours(25), Duration.ofDays(9), "0.1");

    private static final AnomalyWindow[] ALL = values();

    private final BudgetPeriod period;
    private final Duration reach;
    private final Duration remembered;
    private final BigDecimal leastSpread;

    AnomalyWindow(BudgetPeriod period, Duration reach, Duration remembered, String leastSpread) {
        this.period = period;
        this.reach = reach;
        this.remembered = remembered;
        this.leastSpread = new BigDecimal(leastSpread);
    }

    /** The window that contains {@code time}. */
    public BudgetWindow at(Instant time, ZoneId zone) {
        return new BudgetCalendar.Recurring(period, zone).windowAt(time).orElseThrow();
    }

    /** Anomalous windows that start this close to each other are one anomaly. */
    public Duration reach() {
        return reach;
    }

    /** How long is remembered which windows were anomalous. */
    public Duration remembered() {
        return remembered;
    }

    /** A spend that hardly ever changes still may by this part of it; the hours of a day vary more than days. */
    BigDecimal leastSpread() {
        return leastSpread;
    }

    /** When it is certain that nothing follows the anomalous window that starts at {@code start}. */
    public Instant calmAfter(Instant start, ZoneId zone) {
        return at(start.plus(reach), zone).end();
    }

    /** As it is written in configuration and alert ids. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The window of a {@link #label}. */
    public static Optional<AnomalyWindow> parse(String label) {
        for (AnomalyWindow window : ALL) {
            if (window.label().equals(label)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }
}
