package io.bedrockmeter.schemas.model;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A part of every local day in which nobody is told: alerts are raised at once and delivered when it ends.
 *
 * @param from first minute, local time
 * @param to first minute after it, local time; before {@code from} when the hours span midnight
 */
public record QuietHours(LocalTime from, LocalTime to) {

    /** @throws IllegalArgumentException when both are the same, or have seconds */
    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours: expected an end other than the start");
        }
        if (!isMinutes(from) || !isMinutes(to)) {
            throw new IllegalArgumentException("quiet hours: expected whole minutes");
        }
    }

    /** When the quiet hours that contain {@code time} end; empty outside of them. */
    public Optional<Instant> endAfter(Instant time, ZoneId zone) {
        ZonedDateTime local = time.atZone(zone);
        if (!contains(local.toLocalTime())) {
            return Optional.empty();
        }
        boolean tomorrow = !local.toLocalTime().isBefore(to);
        ZonedDateTime end =
                local.toLocalDate().plusDays(tomorrow ? 1 : 0).atTime(to).atZone(zone);
        // Where clocks go back, a local time comes twice: the later one ends the hours.
        Instant instant = end.toInstant();
        return Optional.of(
                instant.isAfter(time) ? instant : end.withLaterOffsetAtOverlap().toInstant());
    }

    private boolean contains(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    private static boolean isMinutes(LocalTime time) {
        return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
    }
}
