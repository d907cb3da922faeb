package io.bedrockmeter.metering.query;

import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Ranges of time as the windows of totals that cover them exactly. */
public final class Calendar {

    private final ZoneId zone;
    private final Windows windows;

    /** @param zone of days and months, the one the totals are kept in */
    public Calendar(ZoneId zone) {
        this.zone = zone;
        this.windows = new Windows(zone);
    }

    public ZoneId zone() {
        return zone;
    }

    /** First instant of a day in the zone. */
    public Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Start of the window that holds an instant. */
    public Instant windowStart(Granularity granularity, Instant time) {
        return Instant.ofEpochMilli(windows.start(granularity, time.toEpochMilli()));
    }

    /** Whether a window starts at that instant. */
    public boolean isStart(Granularity granularity, Instant time) {
        return windowStart(granularity, time).equals(time);
    }

    /**
     * Windows that cover a range exactly and do not overlap: as many as possible of length {@code coarsest}, shorter ones at
     * the edges; so that a year is read as months and a few days, hours and minutes. In order of time.
     *
     * @param range its ends are on whole minutes
     */
    public List<Slice> slices(Granularity coarsest, TimeRange range) {
        List<Slice> slices = new ArrayList<>();
        cover(coarsest, range.first(), range.end(), slices);
        return slices;
    }

    private void cover(Granularity granularity, Instant from, Instant to, List<Slice> into) {
        if (!from.isBefore(to)) {
            return;
        }
        Instant first = from.equals(TimeRange.FIRST) ? from : nextStart(granularity, from);
        Instant end = to.equals(TimeRange.LAST) ? to : windowStart(granularity, to);
        if (granularity == Granularity.MINUTE) {
            into.add(new Slice(granularity, from, to));
        } else if (first.isBefore(end)) {
            Granularity finer = Granularity.values()[granularity.ordinal() - 1];
            cover(finer, from, first, into);
            into.add(new Slice(granularity, first, end));
            cover(finer, end, to, into);
        } else {
            cover(Granularity.values()[granularity.ordinal() - 1], from, to, into);
        }
    }

    /** The instant itself where a window starts there, else the start of the next window. */
    public Instant nextStart(Granularity granularity, Instant time) {
        Instant start = windowStart(granularity, time);
        return start.equals(time) ? time : windowEnd(granularity, start);
    }

    private Instant windowEnd(Granularity granularity, Instant start) {
        return Instant.ofEpochMilli(windows.end(granularity, start.toEpochMilli()));
    }

    /**
     * Starts of the windows that hold the times of a bounded range, in order; one more than {@code limit} when there are
     * more.
     */
    public List<Instant> starts(Granularity granularity, TimeRange range, int limit) {
        List<Instant> starts = new ArrayList<>();
        Instant start = windowStart(granularity, range.first());
        while (start.isBefore(range.end()) && starts.size() <= limit) {
            starts.add(start);
            start = windowEnd(granularity, start);
        }
        return starts;
    }

    /**
     * The period before a bounded one and as long: as many months before whole months, as many days before whole days (so
     * that a change to summer time does not shift it), else the same duration before.
     */
    public TimeRange previous(TimeRange range) {
        Instant from = range.first();
        Instant to = range.end();
        if (isStart(Granularity.MONTH, from) && isStart(Granularity.MONTH, to)) {
            Period months = Period.ofMonths((int) ChronoUnit.MONTHS.between(day(from), day(to)));
            return TimeRange.of(startOf(day(from).minus(months)), from);
        }
        if (isStart(Granularity.DAY, from) && isStart(Granularity.DAY, to)) {
            return TimeRange.of(startOf(day(from).minusDays(ChronoUnit.DAYS.between(day(from), day(to)))), from);
        }
        return TimeRange.of(from.minus(Duration.between(from, to)), from);
    }

    private LocalDate day(Instant time) {
        return time.atZone(zone).toLocalDate();
    }
}
