package io.bedrockmeter.schemas.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * When the periods of a budget start and end. Days and longer periods start at the first instant of a local date, so a
 * day has 23, 24 or 25 hours where clocks change. An hour starts whenever the local clock shows a full hour (minute 30 or
 * 45 of UTC in some zones) and whenever the zone changes its offset to UTC: no hour spans such a change.
 *
 * @param period length of the periods
 * @param zone IANA zone in which they are counted
 * @param weekStart first day of a week; matters for {@link BudgetPeriod#WEEK} only
 */
public record BudgetCalendar(BudgetPeriod period, ZoneId zone, DayOfWeek weekStart) {

    private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

    /** The period that contains {@code time}. */
    public BudgetWindow windowAt(Instant time) {
        if (period == BudgetPeriod.HOUR) {
            return hourAt(time);
        }
        LocalDate first = firstDate(time.atZone(zone).toLocalDate());
        return new BudgetWindow(
                first.atStartOfDay(zone).toInstant(),
                firstDateAfter(first).atStartOfDay(zone).toInstant());
    }

    private LocalDate firstDate(LocalDate date) {
        return switch (period) {
            case HOUR, DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(weekStart));
            case MONTH -> date.withDayOfMonth(1);
            case QUARTER ->
                date.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
            case YEAR -> date.withDayOfYear(1);
        };
    }

    private LocalDate firstDateAfter(LocalDate first) {
        return switch (period) {
            case HOUR, DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
            case QUARTER -> first.plusMonths(3);
            case YEAR -> first.plusYears(1);
        };
    }

    private BudgetWindow hourAt(Instant time) {
        ZoneRules rules = zone.getRules();
        int offsetSeconds = rules.getOffset(time).getTotalSeconds();
        long startSecond = time.getEpochSecond() - Math.floorMod(time.getEpochSecond() + offsetSeconds, HOUR_SECONDS);
        Instant start = Instant.ofEpochSecond(startSecond);
        Instant end = start.plusSeconds(HOUR_SECONDS);
        // previousTransition is exclusive: one nanosecond later includes a change at this very instant.
        ZoneOffsetTransition before = rules.previousTransition(time.plusNanos(1));
        ZoneOffsetTransition after = rules.nextTransition(time);
        return new BudgetWindow(
                before != null && before.getInstant().isAfter(start) ? before.getInstant() : start,
                after != null && after.getInstant().isBefore(end) ? after.getInstant() : end);
    }
}
