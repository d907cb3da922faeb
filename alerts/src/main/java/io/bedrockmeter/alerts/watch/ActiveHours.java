package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;

/**
 * In which hours of the last 28 days there was data, and in which anybody watched. Hours are those of UTC. An hour is expected
 * to have data when nearly every alike one had it: the same local hour of days that are alike, at least five of them, of
 * which one in ten may be without.
 */
public final class ActiveHours {

    private static final int DAYS = (int) AnomalyRules.HISTORY.toDays();
    /** One day more, so that all compared hours are there until the last one ends. */
    private static final int HOURS = (DAYS + 1) * 24;

    private static final int FEWEST = 5;
    private static final int MISSES_OF = 10;
    private static final Duration HOUR = Duration.ofHours(1);

    private final BitSet watched;
    private final BitSet active;
    private long latest;

    private ActiveHours(BitSet watched, BitSet active, long latest) {
        this.watched = watched;
        this.active = active;
        this.latest = latest;
    }

    public static ActiveHours none() {
        return new ActiveHours(new BitSet(HOURS), new BitSet(HOURS), 0);
    }

    /** Somebody watches at {@code now}. */
    public void watch(Instant now) {
        long hour = hourOf(now);
        if (hour <= latest) {
            return;
        }
        for (long passed = Math.max(latest + 1, hour - HOURS + 1); passed <= hour; passed++) {
            watched.clear(slot(passed));
            active.clear(slot(passed));
        }
        latest = hour;
        watched.set(slot(hour));
    }

    /** There was data at {@code time}. Times that are not remembered yet or any more are left out. */
    public void mark(Instant time) {
        long hour = hourOf(time);
        if (hour <= latest && hour > latest - HOURS) {
            active.set(slot(hour));
        }
    }

    /** How much of the time between two instants is in hours that are expected to have data. Looks at 7 days at most. */
    public Duration expected(Instant from, Instant to, WorkWeek week) {
        Instant start = from.isBefore(to.minus(BlindRules.LONGEST)) ? to.minus(BlindRules.LONGEST) : from;
        Duration expected = Duration.ZERO;
        for (long hour = hourOf(start); hour <= hourOf(to); hour++) {
            Instant begins = startOf(hour);
            if (isExpected(begins, week)) {
                Instant ends = begins.plus(HOUR);
                Instant first = begins.isBefore(start) ? start : begins;
                Instant last = ends.isAfter(to) ? to : ends;
                expected = expected.plus(Duration.between(first, last));
            }
        }
        return expected;
    }

    private boolean isExpected(Instant hour, WorkWeek week) {
        var at = hour.atZone(week.zone());
        int known = 0;
        int without = 0;
        for (int back = 1; back <= DAYS; back++) {
            var then = at.minusDays(back);
            long index = hourOf(then.toInstant());
            if (index > latest - HOURS
                    && index <= latest
                    && watched.get(slot(index))
                    && week.areAlike(at.toLocalDate(), then.toLocalDate())) {
                known++;
                without += active.get(slot(index)) ? 0 : 1;
            }
        }
        return known >= FEWEST && without * MISSES_OF <= known;
    }

    public void write(AvroWriter out) {
        out.writeLong(latest);
        out.writeBytes(watched.toByteArray());
        out.writeBytes(active.toByteArray());
    }

    public static ActiveHours read(AvroReader in) {
        long latest = in.readLong();
        return new ActiveHours(BitSet.valueOf(in.readBytes()), BitSet.valueOf(in.readBytes()), latest);
    }

    private static long hourOf(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), HOUR.toSeconds());
    }

    private static Instant startOf(long hour) {
        return Instant.ofEpochSecond(hour * HOUR.toSeconds());
    }

    private static int slot(long hour) {
        return (int) Math.floorMod(hour, (long) HOURS);
    }
}
