package io.bedrockmeter.alerts.watch;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

/**
 * When people work: hours and days are compared with those of the same kind, working days with working days.
 *
 * @param zone in which hours and days are counted
 * @param weekend days of the week that are unlike the others
 */
public record WorkWeek(ZoneId zone, Set<DayOfWeek> weekend) {

    /** UTC, with Saturday and Sunday free. */
    public static final WorkWeek STANDARD =
            new WorkWeek(ZoneOffset.UTC, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));

    public WorkWeek {
        weekend = Set.copyOf(weekend);
    }

    boolean isWeekend(LocalDate day) {
        return weekend.contains(day.getDayOfWeek());
    }

    /** Whether both days are working days, or both are not. */
    boolean areAlike(LocalDate one, LocalDate other) {
        return isWeekend(one) == isWeekend(other);
    }

    LocalDate day(Instant time) {
        return time.atZone(zone).toLocalDate();
    }
}
