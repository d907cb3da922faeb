package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts judgements into the words of the topics. */
final class Announcer {

    /** Values of one key that an alert names. */
    static final int SHARES_PER_KEY = 3;

    private final Duration lateAfter;

    Announcer(Duration lateAfter) {
        this.lateAfter = lateAfter;
    }

    /**
     * What is known about a period.
     *
     * @param instance of the budget
     * @param window the period
     * @param spend its total
     * @param forecast what is expected of it
     * @param shares what used it
     */
    record Facts(
            String instance,
            BudgetWindow window,
            Spend spend,
            Optional<SpendForecast> forecast,
            Map<String, Spend> shares) {}

    /** @param toldAbout start of the period within which the rule tells once */
    Alert alert(Budget budget, Facts facts, Instant toldAbout, PeriodState.Finding finding, Instant now) {
        AlertKind kind = kind(finding);
        String rule = rule(finding);
        List<String> targets = targets(finding);
        return new Alert(
                Alert.idOf(kind, budget.id(), facts.instance(), toldAbout, rule),
                kind,
                subject(budget, facts.instance(), facts.window()),
                rule,
                threshold(budget, finding),
                finding instanceof PeriodState.Finding.BeyondFromTheStart beyond
                        ? beyond.covered().stream().map(BudgetThreshold::label).toList()
                        : List.of(),
                reading(budget, facts.spend(), facts.forecast()),
                largest(budget, facts.shares()),
                now,
                budget.notice()
                        .quietHours()
                        .flatMap(hours -> hours.endAfter(now, budget.calendar().zone())),
                facts.window().end().plus(lateAfter).isBefore(now),
                targets.isEmpty() ? budget.notice().targets() : targets,
                finding instanceof PeriodState.Finding.Restated restated
                        ? Optional.of(new AlertEvidence.Restated(restated.before()))
                        : Optional.empty());
    }

    BudgetStatus status(Budget budget, Facts facts, Instant coveredFrom, Instant now) {
        Spend spend = facts.spend();
        Instant start = facts.window().start();
        return new BudgetStatus(
                subject(budget, facts.instance(), facts.window()),
                coveredFrom.isAfter(start) ? coveredFrom : start,
                reading(budget, spend, facts.forecast()),
                state(budget, spend),
                spend.requests(),
                spend.unpriced(),
                spend.asOf().equals(Instant.EPOCH) ? now : spend.asOf());
    }

    private static BudgetSubject subject(Budget budget, String instance, BudgetWindow window) {
        return new BudgetSubject(budget.id(), instance, budget.name(), budget.owner(), window);
    }

    private static BudgetReading reading(Budget budget, Spend spend, Optional<SpendForecast> forecast) {
        return BudgetReading.of(spend.amount(budget.limit().measure()), budget.limit(), forecast);
    }

    private static AlertKind kind(PeriodState.Finding finding) {
        if (finding instanceof PeriodState.Finding.Recovered) {
            return AlertKind.RECOVERED;
        }
        if (finding instanceof PeriodState.Finding.Expected) {
            return AlertKind.FORECAST;
        }
        if (finding instanceof PeriodState.Finding.Burning) {
            return AlertKind.BURN_RATE;
        }
        if (finding instanceof PeriodState.Finding.Restated) {
            return AlertKind.RESTATED;
        }
        return finding instanceof PeriodState.Finding.Reached ? AlertKind.THRESHOLD : AlertKind.SUMMARY;
    }

    private static String rule(PeriodState.Finding finding) {
        if (finding instanceof PeriodState.Finding.Restated restated) {
            return PeriodState.restatedRule(restated.generation());
        }
        return finding instanceof PeriodState.Finding.Burning burning
                ? burning.rate().label()
                : thresholdOf(finding).map(BudgetThreshold::label).orElse("");
    }

    private static List<String> targets(PeriodState.Finding finding) {
        return finding instanceof PeriodState.Finding.Burning burning
                ? burning.rate().targets()
                : thresholdOf(finding).map(BudgetThreshold::targets).orElse(List.of());
    }

    private static BigDecimal threshold(Budget budget, PeriodState.Finding finding) {
        return finding instanceof PeriodState.Finding.Burning burning
                ? burning.rate().factor().setScale(BudgetThreshold.PERCENT_SCALE, RoundingMode.UNNECESSARY)
                : thresholdOf(finding)
                        .map(threshold -> threshold.percentOf(budget.limit()))
                        .orElse(BigDecimal.ZERO);
    }

    private static Optional<BudgetThreshold> thresholdOf(PeriodState.Finding finding) {
        if (finding instanceof PeriodState.Finding.Reached reached) {
            return Optional.of(reached.threshold());
        }
        if (finding instanceof PeriodState.Finding.BeyondFromTheStart beyond) {
            return Optional.of(beyond.threshold());
        }
        if (finding instanceof PeriodState.Finding.Recovered recovered) {
            return Optional.of(recovered.threshold());
        }
        return finding instanceof PeriodState.Finding.Expected expected
                ? Optional.of(expected.threshold())
                : Optional.empty();
    }

    private static BudgetState state(Budget budget, Spend spend) {
        BigDecimal spent = spend.amount(budget.limit().measure()).value();
        List<BudgetThreshold> thresholds = budget.rules().thresholds(Basis.ACTUAL);
        for (int i = thresholds.size() - 1; i >= 0; i--) {
            BudgetThreshold threshold = thresholds.get(i);
            if (threshold.isReached(spent, budget.limit())) {
                return new BudgetState.Breached(threshold.label(), threshold.percentOf(budget.limit()));
            }
        }
        return new BudgetState.Ok();
    }

    /** The largest values of each key; a key with one value tells nothing. */
    private static List<SpendShare> largest(Budget budget, Map<String, Spend> shares) {
        Map<String, List<SpendShare>> byKey = new TreeMap<>();
        shares.forEach((share, spend) -> {
            int separator = share.indexOf(Cover.SHARE_SEPARATOR);
            String key = share.substring(0, separator);
            BigDecimal amount = spend.amount(budget.limit().measure()).value();
            byKey.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(new SpendShare(key, share.substring(separator + 1), amount));
        });
        Comparator<SpendShare> largestFirst =
                Comparator.comparing(SpendShare::amount).reversed().thenComparing(SpendShare::value);
        return byKey.values().stream()
                .filter(values -> values.size() > 1)
                .flatMap(values -> values.stream()
                        .filter(share -> share.amount().signum() > 0)
                        .sorted(largestFirst)
                        .limit(SHARES_PER_KEY))
                .toList();
    }
}
