package io.bedrockmeter.schemas.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** When the periods of a budget start and end. Within one period each rule of the budget tells at most once. */
public sealed interface BudgetCalendar {

    /** The zone of local dates and quiet hours. */
    ZoneId zone();

    /** The period that contains {@code time}; empty when the budget has none there. */
    Optional<BudgetWindow> windowAt(Instant time);

    /**
     * Periods that follow each other. Days and longer ones start at the first instant of a local date, so a day has 23, 24
     * or 25 hours where clocks change. An hour starts whenever the local clock shows a full hour (minute 30 or 45 of UTC in
     * some zones) and whenever the zone changes its offset to UTC: no hour spans such a change.
     *
     * @param period length of the periods
     * @param zone IANA zone in which they are counted
     * @param weekStart first day of a week; matters for {@link BudgetPeriod#WEEK} only
     * @param anchorDay day of the month on which months, quarters and years start, 1 to 31; the last day of a month that has
     *     fewer
     */
    record Recurring(BudgetPeriod period, ZoneId zone, DayOfWeek weekStart, int anchorDay) implements BudgetCalendar {

        public static final int MAX_ANCHOR_DAY = 31;

        private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();
        private static final int QUARTER_MONTHS = 3;
        private static final int YEAR_MONTHS = 12;

        /** @throws IllegalArgumentException when {@code anchorDay} is out of range */
        public Recurring {
            if (anchorDay < 1 || anchorDay > MAX_ANCHOR_DAY) {
                throw new IllegalArgumentException("anchorDay: expected 1 to 31");
            }
        }

        /** Months, quarters and years start on their first day, weeks on Monday. */
        public Recurring(BudgetPeriod period, ZoneId zone) {
            this(period, zone, DayOfWeek.MONDAY, 1);
        }

        @Override
        public Optional<BudgetWindow> windowAt(Instant time) {
            return Optional.of(at(time));
        }

        private BudgetWindow at(Instant time) {
            LocalDate date = time.atZone(zone).toLocalDate();
            return switch (period) {
                case HOUR -> hourAt(time);
                case DAY -> dates(date, date.plusDays(1));
                case WEEK -> {
                    LocalDate first = date.with(TemporalAdjusters.previousOrSame(weekStart));
                    yield dates(first, first.plusWeeks(1));
                }
                case MONTH -> months(date, 1);
                case QUARTER -> months(date, QUARTER_MONTHS);
                case YEAR -> months(date, YEAR_MONTHS);
            };
        }

        /** The run of months, counted from January, whose anchor days enclose the date. */
        private BudgetWindow months(LocalDate date, int length) {
            int beforeAnchor = date.isBefore(anchorIn(date)) ? 1 : 0;
            LocalDate month = date.withDayOfMonth(1).minusMonths(beforeAnchor);
            LocalDate first = month.minusMonths((month.getMonthValue() - 1) % length);
            return dates(anchorIn(first), anchorIn(first.plusMonths(length)));
        }

        private LocalDate anchorIn(LocalDate month) {
            return month.withDayOfMonth(Math.min(anchorDay, month.lengthOfMonth()));
        }

        private BudgetWindow dates(LocalDate first, LocalDate next) {
            return new BudgetWindow(
                    first.atStartOfDay(zone).toInstant(),
                    next.atStartOfDay(zone).toInstant());
        }

        private BudgetWindow hourAt(Instant time) {
            ZoneRules rules = zone.getRules();
            int offsetSeconds = rules.getOffset(time).getTotalSeconds();
            long startSecond =
                    time.getEpochSecond() - Math.floorMod(time.getEpochSecond() + offsetSeconds, HOUR_SECONDS);
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

    /**
     * The time before now, always as long. For "at most once per period" time is cut into pieces of that length since
     * 1970-01-01T00:00Z.
     *
     * @param length a multiple of a minute up to two hours, beyond that of a quarter of an hour; 5 minutes to 31 days
     * @param zone of quiet hours
     */
    record Rolling(Duration length, ZoneId zone) implements BudgetCalendar {

        public static final Duration MIN_LENGTH = Duration.ofMinutes(5);
        public static final Duration MAX_LENGTH = Duration.ofDays(31);

        private static final Duration FINE = Duration.ofHours(2);
        private static final int COARSE_MINUTES = 15;

        /** @throws IllegalArgumentException when {@code length} is out of range */
        public Rolling {
            if (!isLength(length)) {
                throw new IllegalArgumentException("rolling: expected 5 minutes to 31 days, in whole minutes up to two"
                        + " hours and in quarters of an hour beyond");
            }
        }

        /** Whether a rolling budget can be this long. */
        public static boolean isLength(Duration length) {
            boolean inRange = length.compareTo(MIN_LENGTH) >= 0 && length.compareTo(MAX_LENGTH) <= 0;
            int step = length.compareTo(FINE) <= 0 ? 1 : COARSE_MINUTES;
            return inRange && length.toMinutes() % step == 0 && length.equals(Duration.ofMinutes(length.toMinutes()));
        }

        @Override
        public Optional<BudgetWindow> windowAt(Instant time) {
            long millis = length.toMillis();
            Instant start = Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
            return Optional.of(new BudgetWindow(start, start.plus(length)));
        }
    }

    /**
     * One period and no other.
     *
     * @param window the period, from the first instant of a local date to that of another
     * @param zone IANA zone of its dates
     */
    record Fixed(BudgetWindow window, ZoneId zone) implements BudgetCalendar {

        /** @throws IllegalArgumentException when the period does not end after it starts */
        public Fixed {
            if (!window.start().isBefore(window.end())) {
                throw new IllegalArgumentException("fixed period: expected an end after the start");
            }
        }

        @Override
        public Optional<BudgetWindow> windowAt(Instant time) {
            return window.contains(time) ? Optional.of(window) : Optional.empty();
        }
    }
}
