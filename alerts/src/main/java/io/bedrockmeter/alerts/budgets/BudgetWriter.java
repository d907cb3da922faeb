package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetThreshold.Unit;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.QuietHours;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A budget as {@link BudgetFile} reads it: reading what is written here gives the same budget. What has its default is left
 * out. Numbers are decimal texts, so that no JSON or YAML library rounds them.
 */
public final class BudgetWriter {

    private BudgetWriter() {}

    /** The keys of the budget in the order of the documentation; values are texts, numbers, lists and such maps. */
    public static Map<String, Object> write(Budget budget) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("id", budget.id());
        keys.put("name", budget.name());
        putUnlessEmpty(keys, "owner", budget.owner());
        Map<String, Object> filter = FilterWriter.write(budget.filter());
        if (!filter.isEmpty()) {
            keys.put("filter", filter);
        }
        putUnlessEmpty(keys, "eachOf", budget.eachOf());
        keys.put(limitKey(budget.limit().measure()), budget.limit().plain());
        putCalendar(keys, budget.calendar());
        if (!budget.rules().thresholds().isEmpty()) {
            keys.put(
                    "thresholds",
                    budget.rules().thresholds().stream()
                            .map(BudgetWriter::threshold)
                            .toList());
        }
        if (!budget.rules().burnRates().isEmpty()) {
            keys.put(
                    "burnRates",
                    budget.rules().burnRates().stream()
                            .map(BudgetWriter::burnRate)
                            .toList());
        }
        if (budget.rules().minimum().signum() != 0) {
            keys.put("minimum", plain(budget.rules().minimum()));
        }
        putTargets(keys, budget.notice().targets());
        budget.notice().quietHours().ifPresent(hours -> keys.put("quietHours", quietHours(hours)));
        return keys;
    }

    private static String limitKey(BudgetMeasure measure) {
        return switch (measure) {
            case COST -> "amount";
            case TOKENS -> "tokens";
            case REQUESTS -> "requests";
        };
    }

    private static void putCalendar(Map<String, Object> keys, BudgetCalendar calendar) {
        if (calendar instanceof BudgetCalendar.Recurring recurring) {
            keys.put("period", lower(recurring.period()));
        } else if (calendar instanceof BudgetCalendar.Rolling rolling) {
            keys.put("period", Map.of("rolling", Durations.format(rolling.length())));
        } else if (calendar instanceof BudgetCalendar.Fixed fixed) {
            Map<String, Object> dates = new LinkedHashMap<>();
            dates.put("from", date(fixed.window().start(), fixed.zone()));
            dates.put("to", date(fixed.window().end(), fixed.zone()));
            keys.put("period", dates);
        }
        keys.put("zone", calendar.zone().getId());
        if (calendar instanceof BudgetCalendar.Recurring recurring) {
            if (recurring.weekStart() != DayOfWeek.MONDAY) {
                keys.put("weekStart", lower(recurring.weekStart()));
            }
            if (recurring.anchorDay() != 1) {
                keys.put("anchorDay", recurring.anchorDay());
            }
        }
    }

    private static Object threshold(BudgetThreshold threshold) {
        String value = plain(threshold.value());
        boolean simple = threshold.basis() == Basis.ACTUAL
                && threshold.unit() == Unit.PERCENT
                && threshold.targets().isEmpty();
        if (simple) {
            return value;
        }
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put(threshold.unit() == Unit.PERCENT ? "percent" : "amount", value);
        if (threshold.basis() == Basis.FORECAST) {
            keys.put("of", lower(threshold.basis()));
        }
        putTargets(keys, threshold.targets());
        return keys;
    }

    private static Map<String, Object> burnRate(BurnRate rate) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("factor", plain(rate.factor()));
        keys.put("window", Durations.format(rate.window()));
        keys.put("shortWindow", Durations.format(rate.shortWindow()));
        putTargets(keys, rate.targets());
        return keys;
    }

    private static Map<String, Object> quietHours(QuietHours hours) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("from", hours.from().toString());
        keys.put("to", hours.to().toString());
        return keys;
    }

    private static void putUnlessEmpty(Map<String, Object> keys, String key, String text) {
        if (!text.isEmpty()) {
            keys.put(key, text);
        }
    }

    private static void putTargets(Map<String, Object> keys, List<String> targets) {
        if (!targets.isEmpty()) {
            keys.put(TargetsReader.KEY, targets);
        }
    }

    private static String date(Instant start, ZoneId zone) {
        return start.atZone(zone).toLocalDate().toString();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
