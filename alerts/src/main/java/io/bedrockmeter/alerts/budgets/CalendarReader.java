package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When the periods of a budget are: {@code period: month}, {@code period: {rolling: 24h}} or {@code period: {from: date, to:
 * date}}, with {@code zone}, {@code weekStart} and {@code anchorDay}.
 */
final class CalendarReader {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final String FORMS =
            "one of " + names(BudgetPeriod.values()) + ", {rolling: DURATION}, or {from: DATE, to: DATE}";

    private final Section section;

    CalendarReader(Section section) {
        this.section = section;
    }

    /** Empty when something is wrong, which is then among the problems. */
    Optional<BudgetCalendar> read() {
        Optional<ZoneId> zone = zone();
        Optional<DayOfWeek> weekStart = weekStart();
        Optional<Integer> anchorDay = anchorDay();
        JsonNode period = section.get("period");
        if (period.isObject()) {
            return zone.flatMap(in -> span(period, in));
        }
        Optional<BudgetPeriod> length = choice("period", BudgetPeriod.values(), FORMS);
        boolean complete = zone.isPresent() && weekStart.isPresent() && anchorDay.isPresent() && length.isPresent();
        return complete
                ? Optional.of(new BudgetCalendar.Recurring(length.get(), zone.get(), weekStart.get(), anchorDay.get()))
                : Optional.empty();
    }

    private Optional<BudgetCalendar> span(JsonNode period, ZoneId zone) {
        Section span = new Section(period, section.path("period"), section.problems());
        span.allow(new LinkedHashSet<>(List.of("rolling", "from", "to")));
        if (span.has("rolling") && (span.has("from") || span.has("to"))) {
            section.refuse("period", "either rolling, or from and to");
            return Optional.empty();
        }
        return span.has("rolling") ? rolling(span, zone) : fixed(span, zone);
    }

    private static Optional<BudgetCalendar> rolling(Section span, ZoneId zone) {
        Optional<BudgetCalendar> rolling = Durations.parse(span.get("rolling").asText())
                .filter(BudgetCalendar.Rolling::isLength)
                .map(length -> new BudgetCalendar.Rolling(length, zone));
        if (rolling.isEmpty()) {
            span.refuse(
                    "rolling", "5m to 31d, in whole minutes up to 2h and in quarters of an hour beyond, such as 24h");
        }
        return rolling;
    }

    private static Optional<BudgetCalendar> fixed(Section span, ZoneId zone) {
        try {
            LocalDate from = LocalDate.parse(span.get("from").asText());
            LocalDate to = LocalDate.parse(span.get("to").asText());
            if (from.isBefore(to)) {
                BudgetWindow window = new BudgetWindow(
                        from.atStartOfDay(zone).toInstant(),
                        to.atStartOfDay(zone).toInstant());
                return Optional.of(new BudgetCalendar.Fixed(window, zone));
            }
            span.refuse("to", "a date after from: the first one that does not count");
        } catch (DateTimeException e) {
            span.refuse(span.has("from") ? "to" : "from", "dates such as 2026-11-30 for from and to");
        }
        return Optional.empty();
    }

    private Optional<ZoneId> zone() {
        if (!section.has("zone")) {
            return Optional.of(ZoneId.of("UTC"));
        }
        String expected = "an IANA time zone such as Europe/Berlin";
        Optional<String> zone = section.text("zone", expected);
        if (zone.isPresent() && !ZONES.contains(zone.get())) {
            section.refuse("zone", expected);
        }
        return zone.filter(ZONES::contains).map(ZoneId::of);
    }

    private Optional<DayOfWeek> weekStart() {
        return section.has("weekStart")
                ? choice("weekStart", DayOfWeek.values(), "one of " + names(DayOfWeek.values()))
                : Optional.of(DayOfWeek.MONDAY);
    }

    private Optional<Integer> anchorDay() {
        if (!section.has("anchorDay")) {
            return Optional.of(1);
        }
        JsonNode day = section.get("anchorDay");
        boolean inRange = day.isIntegralNumber()
                && day.canConvertToInt()
                && day.intValue() >= 1
                && day.intValue() <= BudgetCalendar.Recurring.MAX_ANCHOR_DAY;
        if (!inRange) {
            section.refuse("anchorDay", "a day of the month, 1 to 31");
            return Optional.empty();
        }
        return Optional.of(day.intValue());
    }

    private <E extends Enum<E>> Optional<E> choice(String key, E[] values, String expected) {
        String given = section.get(key).asText().toUpperCase(Locale.ROOT);
        Optional<E> chosen = Arrays.stream(values)
                .filter(value -> value.name().equals(given))
                .findFirst();
        if (chosen.isEmpty()) {
            section.refuse(key, expected);
        }
        return chosen;
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
