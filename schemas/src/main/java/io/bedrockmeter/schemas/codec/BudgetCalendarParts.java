package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The fields of a {@link BudgetCalendar}, whatever its form: recurring periods as version 1 had them, and what came later.
 *
 * @param form length of the periods, or the form without any
 * @param zone IANA zone
 * @param weekStart first day of a week
 * @param anchorDay day of the month on which longer periods start
 * @param rollingMillis length of a rolling period, else 0
 * @param fixedStart start of a fixed period
 * @param fixedEnd its end
 */
record BudgetCalendarParts(
        Form form,
        ZoneId zone,
        DayOfWeek weekStart,
        int anchorDay,
        long rollingMillis,
        Optional<Instant> fixedStart,
        Optional<Instant> fixedEnd) {

    /** The symbols of the schema: {@link BudgetPeriod} and the other forms. */
    enum Form {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR,
        ROLLING,
        FIXED
    }

    static BudgetCalendarParts of(BudgetCalendar calendar) {
        if (calendar instanceof BudgetCalendar.Recurring recurring) {
            return new BudgetCalendarParts(
                    Form.valueOf(recurring.period().name()),
                    recurring.zone(),
                    recurring.weekStart(),
                    recurring.anchorDay(),
                    0,
                    Optional.empty(),
                    Optional.empty());
        }
        BudgetCalendarParts plain = new BudgetCalendarParts(
                Form.ROLLING, calendar.zone(), DayOfWeek.MONDAY, 1, 0, Optional.empty(), Optional.empty());
        return calendar instanceof BudgetCalendar.Rolling rolling
                ? plain.with(Form.ROLLING, 1, rolling.length().toMillis(), Optional.empty(), Optional.empty())
                : calendar instanceof BudgetCalendar.Fixed fixed
                        ? plain.with(
                                Form.FIXED,
                                1,
                                0,
                                Optional.of(fixed.window().start()),
                                Optional.of(fixed.window().end()))
                        : plain;
    }

    /** @throws IllegalArgumentException when the fields make no calendar */
    BudgetCalendar calendar() {
        return switch (form) {
            case ROLLING -> new BudgetCalendar.Rolling(Duration.ofMillis(rollingMillis), zone);
            case FIXED ->
                new BudgetCalendar.Fixed(
                        new BudgetWindow(
                                fixedStart.orElseThrow(BudgetCalendarParts::incomplete),
                                fixedEnd.orElseThrow(BudgetCalendarParts::incomplete)),
                        zone);
            default -> new BudgetCalendar.Recurring(BudgetPeriod.valueOf(form.name()), zone, weekStart, anchorDay);
        };
    }

    void writeRecurrence(AvroWriter out) {
        out.writeEnum(form);
        out.writeString(zone.getId());
        out.writeEnum(weekStart);
    }

    static BudgetCalendarParts readRecurrence(AvroReader in) {
        return new BudgetCalendarParts(
                in.readEnum(Form.values()),
                ZoneId.of(in.readString()),
                in.readEnum(DayOfWeek.values()),
                1,
                0,
                Optional.empty(),
                Optional.empty());
    }

    void writeRest(AvroWriter out) {
        out.writeInt(anchorDay);
        out.writeLong(rollingMillis);
        BudgetParts.writeOptionalInstant(out, fixedStart);
        BudgetParts.writeOptionalInstant(out, fixedEnd);
    }

    BudgetCalendarParts readRest(AvroReader in) {
        return with(
                form,
                in.readInt(),
                in.readLong(),
                BudgetParts.readOptionalInstant(in),
                BudgetParts.readOptionalInstant(in));
    }

    private BudgetCalendarParts with(
            Form newForm, int newAnchorDay, long newMillis, Optional<Instant> start, Optional<Instant> end) {
        return new BudgetCalendarParts(newForm, zone, weekStart, newAnchorDay, newMillis, start, end);
    }

    private static IllegalArgumentException incomplete() {
        return new IllegalArgumentException("fixed period: expected a start and an end");
    }
}
