package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.forecast.Forecaster;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.SpendForecast;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Judges what depends on how the spend moved: rolling periods, burn rates and forecasts. All three are about the present
 * only: late usage moves them when it falls into their windows, and never raises an alert about the past. What is kept here
 * is a cache: after a restart everything is looked at once more.
 */
final class TrendWatch {

    /** A forecast changes slowly and costs weeks of quarters: it is made this often at most. */
    private static final Duration FORECAST_INTERVAL = Duration.ofSeconds(10);

    private static final Duration HISTORY = Duration.ofDays(36);

    private final Contributions contributions;
    private final Judge judge;
    private final Map<ScopeKey, Map<String, Trend>> trends = new HashMap<>();

    private static final class Trend {
        private boolean changed = true;
        private Instant lookAgainAt = Instant.MIN;
        private Instant forecastAt = Instant.MIN;
        private Optional<SpendForecast> forecast = Optional.empty();
    }

    TrendWatch(Contributions contributions, Judge judge) {
        this.contributions = contributions;
        this.judge = judge;
    }

    /** A total that is not a period changed. */
    void changed(ScopeKey scope, String instance) {
        trends.computeIfAbsent(scope, any -> new HashMap<>()).computeIfAbsent(instance, any -> new Trend()).changed =
                true;
    }

    /** Finds the instances of a scope again, after a restart or when its past is counted. */
    void open(ScopedBudget budget) {
        for (Series series : budget.series()) {
            if (series == Series.MINUTE || series == Series.QUARTER) {
                contributions
                        .starts(budget.scope(), series)
                        .keySet()
                        .forEach(instance -> changed(budget.scope(), instance));
            }
        }
    }

    void forget(ScopeKey scope) {
        trends.remove(scope);
    }

    /** What is expected of the present period of an instance, as of the last look. */
    Optional<SpendForecast> forecast(ScopeKey scope, String instance) {
        Trend trend = trends.getOrDefault(scope, Map.of()).get(instance);
        return trend == null ? Optional.empty() : trend.forecast;
    }

    /** The rolling period as it ends now: whole slots, the present one included. */
    static BudgetWindow rollingWindow(BudgetCalendar.Rolling rolling, Instant now) {
        Series series = Series.forWindow(rolling.length());
        Instant end = series.slotAt(now).plus(series.slotLength());
        return new BudgetWindow(end.minus(rolling.length()), end);
    }

    Spend rollingSpend(ScopedBudget budget, BudgetCalendar.Rolling rolling, String instance, Instant now) {
        BudgetWindow window = rollingWindow(rolling, now);
        return contributions.sum(
                budget.scope(), Series.forWindow(rolling.length()), instance, window.start(), window.end());
    }

    /** Looks at what changed, or moves with time. */
    void look(ScopedBudget budget, Instant now, PeriodState.Occasion occasion, StatusBoard statuses) {
        for (Map.Entry<String, Trend> entry :
                trends.getOrDefault(budget.scope(), Map.of()).entrySet()) {
            Trend trend = entry.getValue();
            boolean due = !now.isBefore(trend.lookAgainAt);
            if (trend.changed || due) {
                look(budget, entry.getKey(), trend, now, occasion);
                statuses.changed(budget.scope(), entry.getKey());
            }
        }
    }

    private void look(ScopedBudget budget, String instance, Trend trend, Instant now, PeriodState.Occasion occasion) {
        Optional<BudgetCalendar.Rolling> rolling = budget.rolling();
        if (rolling.isPresent()) {
            Spend spend = rollingSpend(budget, rolling.get(), instance, now);
            BudgetWindow window = rollingWindow(rolling.get(), now);
            judge.judgeRolling(budget, instance, window, spend, occasion);
            trend.lookAgainAt = spend.isNothing() ? Instant.MAX : window.end();
            trend.changed = false;
            return;
        }
        Optional<BudgetWindow> window = budget.windowAt(now);
        if (window.isEmpty()) {
            trend.changed = false;
            trend.lookAgainAt = Instant.MAX;
            return;
        }
        Spend spend = contributions.total(
                budget.scope(), Slot.period(instance, window.get().start()));
        if (trend.changed) {
            lookAtBurnRates(budget, instance, window.get(), spend, now);
        }
        if (!budget.budget().rules().thresholds(Basis.FORECAST).isEmpty() && !now.isBefore(trend.forecastAt)) {
            lookAtForecast(budget, instance, trend, window.get(), spend, now);
        }
        trend.changed = false;
        trend.lookAgainAt = trend.forecastAt;
    }

    private void lookAtBurnRates(ScopedBudget budget, String instance, BudgetWindow window, Spend spend, Instant now) {
        Budget definition = budget.budget();
        if (value(definition, spend).compareTo(definition.rules().minimum()) < 0) {
            return;
        }
        Instant day = now.atZone(definition.calendar().zone())
                .toLocalDate()
                .atStartOfDay(definition.calendar().zone())
                .toInstant();
        for (BurnRate rate : definition.rules().burnRates()) {
            if (isBurning(budget, instance, window, rate, rate.window(), now)
                    && isBurning(budget, instance, window, rate, rate.shortWindow(), now)) {
                judge.burning(budget, instance, window, spend, rate, day);
            }
        }
    }

    /** Whether the last {@code length}, projected to the period, is at least the rate's factor times the limit. */
    private boolean isBurning(
            ScopedBudget budget, String instance, BudgetWindow period, BurnRate rate, Duration length, Instant now) {
        Series series = Series.forWindow(length);
        Instant end = series.slotAt(now).plus(series.slotLength());
        Spend spend = contributions.sum(budget.scope(), series, instance, end.minus(length), end);
        BigDecimal periods = BigDecimal.valueOf(
                        Duration.between(period.start(), period.end()).toMillis())
                .divide(BigDecimal.valueOf(length.toMillis()), MathContext.DECIMAL64);
        BigDecimal level = budget.budget().limit().value().multiply(rate.factor());
        return value(budget.budget(), spend).multiply(periods).compareTo(level) >= 0;
    }

    private void lookAtForecast(
            ScopedBudget budget, String instance, Trend trend, BudgetWindow window, Spend spend, Instant now) {
        Budget definition = budget.budget();
        ZoneId zone = definition.calendar().zone();
        Instant from = earlier(window.start(), now.minus(HISTORY));
        Instant to = Series.QUARTER.slotAt(now).plus(Series.QUARTER.slotLength());
        SortedMap<Instant, BigDecimal> slots = new TreeMap<>();
        SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();
        contributions.slots(budget.scope(), Series.QUARTER, instance, from, to).forEach((start, slot) -> {
            slots.put(start, value(definition, slot));
            days.merge(start.atZone(zone).toLocalDate(), value(definition, slot), BigDecimal::add);
        });
        trend.forecast =
                Forecaster.forecast(days, slots.tailMap(window.start()), value(definition, spend), window, now, zone);
        trend.forecastAt = now.plus(FORECAST_INTERVAL);
        boolean enough = value(definition, spend).compareTo(definition.rules().minimum()) >= 0;
        trend.forecast
                .filter(forecast -> enough)
                .ifPresent(forecast -> judge.judge(budget, instance, window, spend, forecast));
    }

    private static BigDecimal value(Budget budget, Spend spend) {
        return spend.amount(budget.limit().measure()).value();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
