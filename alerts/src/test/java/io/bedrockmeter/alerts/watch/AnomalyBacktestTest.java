package io.bedrockmeter.alerts.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Ten weeks of 120 generated values: offices with working hours and quiet weekends, services that never sleep, nightly and
 * weekly jobs, rare experiments, growth and decline, noise with a heavy tail. Into every third a runaway is put in the last
 * four weeks. All hours and days of those weeks are judged as the service judges them.
 */
class AnomalyBacktestTest {

    private static final long SEED = Long.getLong("tests.seed", 1);
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate FIRST = LocalDate.parse("2026-09-07");
    private static final LocalDate JUDGED = LocalDate.parse("2026-10-19");
    private static final LocalDate END = LocalDate.parse("2026-11-16");
    private static final int VALUES = 120;
    private static final AnomalyRules RULES = new AnomalyRules(
            List.of("Team"),
            AnomalyRules.defaults().windows(),
            new WorkWeek(ZONE, WorkWeek.STANDARD.weekend()),
            AnomalyRules.defaults().sensitivity(),
            AnomalyRules.defaults().minimum(),
            AnomalyRules.defaults().warmUp(),
            List.of());

    private enum Shape {
        OFFICE,
        STEADY,
        NIGHTLY,
        WEEKLY,
        RARE
    }

    /** A value's spend by hour, and the runaway in it; from and to are equal where there is none. */
    private record Value(Shape shape, SortedMap<Instant, Money> hours, Instant from, Instant to) {

        boolean isRunaway(BudgetWindow window) {
            return window.start().isBefore(to) && from.isBefore(window.end());
        }
    }

    @Test
    void runaways_are_found_and_little_else() {
        Random random = new Random(SEED);
        int injected = 0;
        int found = 0;
        Map<Shape, Integer> falseAlarms = new TreeMap<>();
        long delayHours = 0;
        for (int i = 0; i < VALUES; i++) {
            Value value = generate(Shape.values()[i % Shape.values().length], i % 3 == 0, random);
            List<BudgetWindow> raised = raised(value);
            long wrong =
                    raised.stream().filter(window -> !value.isRunaway(window)).count();
            falseAlarms.merge(value.shape(), (int) wrong, Integer::sum);
            if (value.from().isBefore(value.to())) {
                injected++;
                Instant first = raised.stream()
                        .filter(value::isRunaway)
                        .map(BudgetWindow::start)
                        .min(Instant::compareTo)
                        .orElse(Instant.MAX);
                if (first.isBefore(Instant.MAX)) {
                    found++;
                    delayHours +=
                            Math.max(0, Duration.between(value.from(), first).toHours());
                }
            }
        }
        long valueDays = VALUES * (END.toEpochDay() - JUDGED.toEpochDay());
        int wrong = falseAlarms.values().stream().mapToInt(Integer::intValue).sum();
        double rate = (double) found / injected;
        double perThousand = 1_000.0 * wrong / valueDays;
        String figures = ("seed %d: %d of %d runaways found (%.3f), %.1f hours after their start on average; %d false"
                        + " alarms in %d value-days, %.2f per 1,000: %s")
                .formatted(
                        SEED,
                        found,
                        injected,
                        rate,
                        (double) delayHours / Math.max(1, found),
                        wrong,
                        valueDays,
                        perThousand,
                        falseAlarms);
        System.out.println(figures);
        assertThat(rate).as(figures).isGreaterThanOrEqualTo(0.9);
        assertThat(perThousand).as(figures).isLessThanOrEqualTo(5);
    }

    /** The windows that are told, as the service tells them: the first of each episode. */
    private static List<BudgetWindow> raised(Value value) {
        List<BudgetWindow> raised = new ArrayList<>();
        for (AnomalyWindow kind : AnomalyWindow.values()) {
            Episodes episodes = Episodes.NONE;
            Instant end = END.atStartOfDay(ZONE).toInstant();
            BudgetWindow window = kind.at(JUDGED.atStartOfDay(ZONE).toInstant(), ZONE);
            for (; window.start().isBefore(end); window = kind.at(window.end(), ZONE)) {
                if (isAnomalous(kind, window, value.hours())) {
                    Episodes.Mark mark = episodes.markOf(window.start(), kind.reach(), Episodes.Known.NEW);
                    episodes = episodes.with(window.start(), mark);
                    if (mark == Episodes.Mark.RAISED) {
                        raised.add(window);
                    }
                }
            }
        }
        return raised;
    }

    private static boolean isAnomalous(AnomalyWindow kind, BudgetWindow window, SortedMap<Instant, Money> hours) {
        Money spent =
                hours.subMap(window.start(), window.end()).values().stream().reduce(Money.ZERO, Money::plus);
        if (spent.compareTo(RULES.minimum()) < 0) {
            return false;
        }
        Instant from = window.start().minus(AnomalyRules.HISTORY).minus(Duration.ofDays(1));
        SpendHistory history = new SpendHistory(new TreeMap<>(hours.subMap(from, window.start())), RULES);
        return history.usual(kind, window.start())
                        .filter(usual -> spent.compareTo(usual.bound(kind, RULES)) > 0)
                        .isPresent()
                && !history.isHabit(kind, window.start(), spent);
    }

    private static Value generate(Shape shape, boolean isRunaway, Random random) {
        double level = Math.exp(random.nextDouble() * 4 + 1);
        double growth = 1 + (random.nextDouble() - 0.4) * 0.012;
        double noise = 0.1 + random.nextDouble() * 0.25;
        ZonedDateTime start = JUDGED.plusDays(random.nextInt(24))
                .atTime(random.nextInt(24), 0)
                .atZone(ZONE);
        Instant from = start.toInstant();
        Instant to = isRunaway ? from.plus(Duration.ofHours(3 + random.nextInt(12))) : from;
        double runaway = Math.max(20, level * (2 + random.nextDouble() * 6));
        SortedMap<Instant, Money> hours = new TreeMap<>();
        for (Instant hour = FIRST.atStartOfDay(ZONE).toInstant();
                hour.isBefore(END.atStartOfDay(ZONE).toInstant());
                hour = hour.plus(Duration.ofHours(1))) {
            ZonedDateTime at = hour.atZone(ZONE);
            double age =
                    Duration.between(FIRST.atStartOfDay(ZONE).toInstant(), hour).toHours() / 24.0;
            double amount = level * Math.pow(growth, age) * shape(shape, at, random);
            // A factor that is rarely far from one: log-normal, with an hour in five hundred that doubles.
            amount *= Math.exp(noise * random.nextGaussian()) * (random.nextInt(500) == 0 ? 2 : 1);
            if (!hour.isBefore(from) && hour.isBefore(to)) {
                amount += runaway;
            }
            if (amount > 0.005) {
                hours.put(hour, Money.ofUsd(new BigDecimal(amount, new MathContext(6)).setScale(4, RoundingMode.DOWN)));
            }
        }
        return new Value(shape, hours, from, to);
    }

    private static double shape(Shape shape, ZonedDateTime at, Random random) {
        boolean weekend = at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
        int hour = at.getHour();
        return switch (shape) {
            case OFFICE -> weekend ? 0.03 : hour >= 8 && hour < 18 ? 1 : hour == 7 || hour == 18 ? 0.4 : 0.05;
            case STEADY -> 0.7 + 0.3 * Math.sin((hour - 9) * Math.PI / 12);
            case NIGHTLY -> hour == 2 || hour == 3 ? 2 : 0.02;
            case WEEKLY -> at.getDayOfWeek() == DayOfWeek.MONDAY && hour >= 6 && hour < 9 ? 6 : weekend ? 0.05 : 0.3;
            case RARE -> random.nextInt(12) == 0 ? 1 : 0;
        };
    }
}
