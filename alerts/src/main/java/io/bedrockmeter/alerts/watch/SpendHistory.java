package io.bedrockmeter.alerts.watch;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one value spent hour by hour, and what that makes usual. An hour is compared with the same hour, and the ones before and
 * after it, of the last 28 days that are alike (working days or not); a day with days that are alike. Where most of these
 * were empty, the spend is one of rare jobs, and all hours or days with spend are the comparison. Where even these are few,
 * it is the largest of them.
 */
public final class SpendHistory {

    private static final int DAYS = (int) AnomalyRules.HISTORY.toDays();
    private static final int WEEKS = DAYS / 7;

    /** Fewer say nothing about what is usual. */
    private static final int FEWEST = 4;

    /** So often in the weeks before is a habit. */
    private static final int HABIT = 2;

    /** A repetition is at least half of what is repeated. */
    private static final BigDecimal REPEATED = BigDecimal.valueOf(2);

    private static final Duration HOUR = Duration.ofHours(1);

    private final SortedMap<Instant, Money> hours;
    private final AnomalyRules rules;
    private final ZoneId zone;

    /** @param hours spend by start of the local hour; hours without spend may be missing */
    public SpendHistory(SortedMap<Instant, Money> hours, AnomalyRules rules) {
        this.hours = hours;
        this.rules = rules;
        this.zone = rules.week().zone();
    }

    /** What is usual in the window that starts at {@code start}; empty while there is not enough history to tell. */
    public Optional<UsualSpend> usual(AnomalyWindow window, Instant start) {
        if (hours.isEmpty() || hours.firstKey().plus(rules.warmUp()).isAfter(start)) {
            return Optional.empty();
        }
        return window == AnomalyWindow.HOUR ? usualHour(start) : usualDay(start);
    }

    /** Whether half as much or more was spent at this time of the week before, in two of the last four weeks. */
    public boolean isHabit(AnomalyWindow window, Instant start, Money spent) {
        ZonedDateTime at = start.atZone(zone);
        int repetitions = 0;
        for (int week = 1; week <= WEEKS; week++) {
            ZonedDateTime then = at.minusWeeks(week);
            Money most = window == AnomalyWindow.HOUR ? Collections.max(around(then)) : spentOn(then.toLocalDate());
            if (most.signum() > 0 && most.usd().multiply(REPEATED).compareTo(spent.usd()) >= 0) {
                repetitions++;
            }
        }
        return repetitions >= HABIT;
    }

    private Optional<UsualSpend> usualHour(Instant start) {
        ZonedDateTime at = start.atZone(zone);
        List<Money> alike = new ArrayList<>();
        for (int back = 1; back <= DAYS; back++) {
            ZonedDateTime then = at.minusDays(back);
            boolean known = !then.toInstant().minus(HOUR).isBefore(hours.firstKey());
            if (known && rules.week().areAlike(at.toLocalDate(), then.toLocalDate())) {
                alike.addAll(around(then));
            }
        }
        return usual(
                alike,
                hours.subMap(start.minus(AnomalyRules.HISTORY), start).values().stream()
                        .toList());
    }

    private Optional<UsualSpend> usualDay(Instant start) {
        LocalDate day = rules.week().day(start);
        LocalDate first = rules.week().day(hours.firstKey());
        SortedMap<LocalDate, Money> days = new TreeMap<>();
        hours.subMap(day.minusDays(DAYS).atStartOfDay(zone).toInstant(), start)
                .forEach((hour, spent) -> days.merge(rules.week().day(hour), spent, Money::plus));
        List<Money> alike = new ArrayList<>();
        for (LocalDate then = day.minusDays(1); !then.isBefore(day.minusDays(DAYS)); then = then.minusDays(1)) {
            // The first day is not a whole one.
            if (then.isAfter(first) && rules.week().areAlike(day, then)) {
                alike.add(days.getOrDefault(then, Money.ZERO));
            }
        }
        return usual(alike, List.copyOf(days.values()));
    }

    private static Optional<UsualSpend> usual(List<Money> alike, List<Money> all) {
        if (alike.size() < FEWEST) {
            return Optional.empty();
        }
        long empty = alike.stream().filter(amount -> amount.signum() <= 0).count();
        if (empty * 2 <= alike.size()) {
            return Optional.of(UsualSpend.of(alike));
        }
        List<Money> active = all.stream().filter(amount -> amount.signum() > 0).toList();
        return Optional.of(
                active.size() <= FEWEST
                        ? UsualSpend.of(
                                List.of(active.stream().max(Money::compareTo).orElse(Money.ZERO)))
                        : UsualSpend.of(active));
    }

    /** The hour, the one before and the one after. */
    private List<Money> around(ZonedDateTime hour) {
        List<Money> around = new ArrayList<>();
        for (int offset = -1; offset <= 1; offset++) {
            Instant start = AnomalyWindow.HOUR
                    .at(hour.toInstant().plus(HOUR.multipliedBy(offset)), zone)
                    .start();
            around.add(hours.getOrDefault(start, Money.ZERO));
        }
        return around;
    }

    private Money spentOn(LocalDate day) {
        return hours
                .subMap(
                        day.atStartOfDay(zone).toInstant(),
                        day.plusDays(1).atStartOfDay(zone).toInstant())
                .values()
                .stream()
                .reduce(Money.ZERO, Money::plus);
    }
}
