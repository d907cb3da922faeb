package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetThreshold.Unit;
import io.bedrockmeter.schemas.model.BurnRate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys {@code thresholds} (percentages, or objects with {@code percent} or {@code amount}, {@code of} and {@code notify})
 * and {@code burnRates} (objects with {@code factor}, {@code window}, {@code shortWindow} and {@code notify}).
 */
final class RulesReader {

    private static final Set<String> THRESHOLD_KEYS =
            new LinkedHashSet<>(List.of("percent", "amount", "of", TargetsReader.KEY));
    private static final Set<String> BURN_RATE_KEYS =
            new LinkedHashSet<>(List.of("factor", "window", "shortWindow", TargetsReader.KEY));
    private static final String PERCENT = "a percentage of 1 to 1000 with at most 2 decimal places";
    private static final String AMOUNT = "an amount above 0, below 1e15, with at most 12 decimal places";

    private final Section section;
    private final List<BudgetProblem> problems;

    RulesReader(Section section, List<BudgetProblem> problems) {
        this.section = section;
        this.problems = problems;
    }

    List<BudgetThreshold> thresholds() {
        List<BudgetThreshold> thresholds = new ArrayList<>();
        JsonNode list = section.get("thresholds");
        if (list.isMissingNode() && section.has("burnRates")) {
            return thresholds;
        }
        if (!list.isArray() || list.isEmpty() || list.size() > BudgetRules.MAX_THRESHOLDS) {
            section.refuse("thresholds", "1 to 50 different percentages or amounts");
            return thresholds;
        }
        for (int i = 0; i < list.size(); i++) {
            String at = section.path("thresholds") + "[" + i + "]";
            threshold(list.get(i), at).ifPresent(threshold -> {
                boolean again =
                        thresholds.stream().anyMatch(other -> other.label().equals(threshold.label()));
                if (again) {
                    problems.add(new BudgetProblem(
                            at, threshold.label() + " again", "1 to 50 different percentages or amounts"));
                } else {
                    thresholds.add(threshold);
                }
            });
        }
        return thresholds;
    }

    List<BurnRate> burnRates() {
        List<BurnRate> rates = new ArrayList<>();
        if (!section.has("burnRates")) {
            return rates;
        }
        JsonNode list = section.get("burnRates");
        if (!list.isArray() || list.isEmpty() || list.size() > BudgetRules.MAX_BURN_RATES) {
            section.refuse("burnRates", "1 to 10 objects with factor and window");
            return rates;
        }
        for (int i = 0; i < list.size(); i++) {
            Section rate = new Section(list.get(i), section.path("burnRates") + "[" + i + "]", problems);
            burnRate(rate).ifPresent(rates::add);
        }
        return rates;
    }

    private Optional<BudgetThreshold> threshold(JsonNode given, String at) {
        if (!given.isObject()) {
            Optional<BigDecimal> percent = Section.decimal(given).filter(BudgetThreshold::isPercent);
            if (percent.isEmpty()) {
                problems.add(new BudgetProblem(at, Section.show(given), PERCENT));
            }
            return percent.map(value -> new BudgetThreshold(Basis.ACTUAL, Unit.PERCENT, value, List.of()));
        }
        int before = problems.size();
        Section threshold = new Section(given, at, problems);
        threshold.allow(THRESHOLD_KEYS);
        boolean asAmount = threshold.has("amount");
        if (asAmount == threshold.has("percent")) {
            problems.add(new BudgetProblem(at, asAmount ? "both" : "neither", "either percent or amount"));
            return Optional.empty();
        }
        String key = asAmount ? "amount" : "percent";
        Optional<BigDecimal> value = Section.decimal(threshold.get(key))
                .filter(level -> asAmount
                        ? BudgetReader.isAmount(level, BudgetThreshold.AMOUNT_SCALE)
                        : BudgetThreshold.isPercent(level));
        if (value.isEmpty()) {
            threshold.refuse(key, asAmount ? AMOUNT : PERCENT);
        }
        Basis basis = basis(threshold);
        List<String> targets = new TargetsReader(problems).read(threshold);
        return problems.size() > before
                ? Optional.empty()
                : value.map(level -> new BudgetThreshold(basis, asAmount ? Unit.AMOUNT : Unit.PERCENT, level, targets));
    }

    private static Basis basis(Section threshold) {
        String of = threshold.has("of") ? threshold.get("of").asText() : "actual";
        if (!of.equals("actual") && !of.equals("forecast")) {
            threshold.refuse("of", "actual or forecast");
        }
        return of.equals("forecast") ? Basis.FORECAST : Basis.ACTUAL;
    }

    private Optional<BurnRate> burnRate(Section rate) {
        int before = problems.size();
        rate.allow(BURN_RATE_KEYS);
        Optional<BigDecimal> factor = Section.decimal(rate.get("factor")).filter(BurnRate::isFactor);
        if (factor.isEmpty()) {
            rate.refuse("factor", "times the rate that spends exactly the limit, 1 to 10000, at most 2 decimal places");
        }
        Optional<Duration> window = Durations.parse(rate.get("window").asText()).filter(BurnRate::isWindow);
        if (window.isEmpty()) {
            rate.refuse("window", "5m to 7d in whole minutes");
        }
        Optional<Duration> shortWindow = window.flatMap(length -> shortWindow(rate, length));
        List<String> targets = new TargetsReader(problems).read(rate);
        return problems.size() > before
                ? Optional.empty()
                : Optional.of(
                        new BurnRate(factor.orElseThrow(), window.orElseThrow(), shortWindow.orElseThrow(), targets));
    }

    /** A twelfth of the window unless said otherwise. */
    private static Optional<Duration> shortWindow(Section rate, Duration window) {
        if (!rate.has("shortWindow")) {
            return Optional.of(Duration.ofMinutes(Math.max(1, window.toMinutes() / BurnRate.SHORT_SHARE)));
        }
        Optional<Duration> given = Durations.parse(rate.get("shortWindow").asText())
                .filter(length -> BurnRate.isShortWindow(length, window));
        if (given.isEmpty()) {
            rate.refuse("shortWindow", "1m to half of the window, in whole minutes");
        }
        return given;
    }
}
