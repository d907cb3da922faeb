package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetThreshold.Unit;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.QuietHours;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Budgets of every form. */
final class RandomBudgets {

    private static final List<String> TARGETS = List.of(
            "arn:aws:sns:eu-central-1:123456789012:a",
            "chat:arn:aws:sns:eu-central-1:123456789012:b",
            "arn:aws-us-gov:sns:us-gov-west-1:123456789012:c");
    private static final List<String> TEXTS = List.of(
            "search", "true", "2026", "1e3", "null", "~", "a: b", "- x", "\"quoted\"", "Größe #1", "a\\|b", "{}");
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham");

    private final Random random;

    RandomBudgets(Random random) {
        this.random = random;
    }

    Budget next() {
        BudgetMeasure measure = one(List.of(BudgetMeasure.values()));
        BudgetCalendar calendar = calendar();
        return new Budget(
                "b-" + random.nextInt(1_000),
                one(TEXTS),
                random.nextBoolean() ? "" : one(TEXTS),
                random.nextInt(3) == 0 ? BudgetFilter.EVERYTHING : filter(3),
                random.nextBoolean() ? "" : "Team",
                new BudgetAmount(measure, amount(measure)),
                calendar,
                rules(!(calendar instanceof BudgetCalendar.Rolling)),
                new BudgetNotice(
                        targets(),
                        random.nextBoolean()
                                ? Optional.empty()
                                : Optional.of(
                                        new QuietHours(LocalTime.of(22, random.nextInt(60)), LocalTime.of(7, 0)))));
    }

    private BigDecimal amount(BudgetMeasure measure) {
        return measure == BudgetMeasure.COST
                ? BigDecimal.valueOf(1 + random.nextLong(1L << 40), random.nextInt(13))
                : BigDecimal.valueOf(1 + random.nextLong(1L << 40));
    }

    private BudgetCalendar calendar() {
        ZoneId zone = ZoneId.of(one(ZONES));
        LocalDate from = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365));
        return switch (random.nextInt(4)) {
            case 0 -> new BudgetCalendar.Rolling(Duration.ofMinutes(5 + random.nextInt(116)), zone);
            case 1 ->
                new BudgetCalendar.Fixed(
                        new BudgetWindow(
                                from.atStartOfDay(zone).toInstant(),
                                from.plusDays(1 + random.nextInt(100))
                                        .atStartOfDay(zone)
                                        .toInstant()),
                        zone);
            default ->
                new BudgetCalendar.Recurring(
                        one(List.of(BudgetPeriod.values())),
                        zone,
                        one(List.of(DayOfWeek.values())),
                        1 + random.nextInt(31));
        };
    }

    private BudgetRules rules(boolean withHistory) {
        List<BudgetThreshold> thresholds = new ArrayList<>();
        for (int percent = 1 + random.nextInt(50); percent <= 200; percent += 1 + random.nextInt(60)) {
            Basis basis = withHistory && random.nextBoolean() ? Basis.FORECAST : Basis.ACTUAL;
            thresholds.add(
                    new BudgetThreshold(basis, Unit.PERCENT, BigDecimal.valueOf(percent * 100L + 7, 2), targets()));
        }
        if (random.nextBoolean()) {
            thresholds.add(new BudgetThreshold(
                    Basis.ACTUAL, Unit.AMOUNT, BigDecimal.valueOf(1 + random.nextInt(1_000), 12), List.of()));
        }
        List<BurnRate> rates = withHistory && random.nextBoolean()
                ? List.of(new BurnRate(
                        new BigDecimal("14.4"),
                        Duration.ofHours(1),
                        Duration.ofMinutes(1 + random.nextInt(30)),
                        targets()))
                : List.of();
        BigDecimal minimum = random.nextBoolean() ? BigDecimal.ZERO : BigDecimal.valueOf(1 + random.nextInt(100), 3);
        return new BudgetRules(thresholds, rates, minimum);
    }

    private BudgetFilter filter(int levels) {
        return switch (random.nextInt(levels == 0 ? 2 : 5)) {
            case 0 -> new BudgetFilter.In(key(), values());
            case 1 -> new BudgetFilter.StartsWith(key(), one(TEXTS));
            case 2 -> new BudgetFilter.AllOf(filters(random.nextInt(4), levels - 1));
            case 3 -> new BudgetFilter.AnyOf(filters(1 + random.nextInt(3), levels - 1));
            default -> new BudgetFilter.Not(filter(levels - 1));
        };
    }

    private List<BudgetFilter> filters(int count, int levels) {
        List<BudgetFilter> filters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            filters.add(filter(levels));
        }
        return filters;
    }

    private String key() {
        return one(List.of("Team", "model", "cost center", "123"));
    }

    private Set<String> values() {
        Set<String> values = new TreeSet<>(List.of(one(TEXTS)));
        while (random.nextBoolean()) {
            values.add(one(TEXTS));
        }
        return values;
    }

    private List<String> targets() {
        return random.nextInt(3) == 0 ? TARGETS.subList(0, 1 + random.nextInt(3)) : List.of();
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
