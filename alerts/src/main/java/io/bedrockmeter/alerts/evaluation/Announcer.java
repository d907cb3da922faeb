package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Puts judgements into the words of the topics. */
final class Announcer {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Duration lateAfter;

    Announcer(Duration lateAfter) {
        this.lateAfter = lateAfter;
    }

    Alert alert(Budget budget, BudgetWindow window, Spend spend, PeriodState.Finding finding, Instant now) {
        AlertKind kind = kind(finding);
        return new Alert(
                Alert.idOf(kind, budget.id(), window.start(), finding.threshold()),
                kind,
                budget.id(),
                budget.name(),
                budget.owner(),
                window,
                finding.threshold(),
                finding instanceof PeriodState.Finding.BeyondFromTheStart beyond ? beyond.covered() : List.of(),
                spend.cost(),
                budget.amount(),
                percent(spend.cost(), budget.amount()),
                Alert.USD,
                now,
                window.end().plus(lateAfter).isBefore(now),
                budget.targets());
    }

    BudgetStatus status(Budget budget, BudgetWindow window, Spend spend, Instant coveredFrom, Instant now) {
        return new BudgetStatus(
                budget.id(),
                budget.name(),
                budget.owner(),
                window,
                coveredFrom.isAfter(window.start()) ? coveredFrom : window.start(),
                spend.cost(),
                budget.amount(),
                percent(spend.cost(), budget.amount()),
                state(budget, spend.cost()),
                spend.requests(),
                spend.unpriced(),
                spend.asOf().equals(Instant.EPOCH) ? now : spend.asOf());
    }

    private static AlertKind kind(PeriodState.Finding finding) {
        if (finding instanceof PeriodState.Finding.Recovered) {
            return AlertKind.RECOVERED;
        }
        return finding instanceof PeriodState.Finding.Reached ? AlertKind.THRESHOLD : AlertKind.SUMMARY;
    }

    private static BudgetState state(Budget budget, Money spent) {
        List<BudgetThreshold> thresholds = budget.thresholds();
        for (int i = thresholds.size() - 1; i >= 0; i--) {
            if (thresholds.get(i).isReached(spent, budget.amount())) {
                return new BudgetState.Breached(thresholds.get(i));
            }
        }
        return new BudgetState.Ok();
    }

    /** Rounded down, so that 79.999 % is never shown as the 80 % it has not reached. */
    private static BigDecimal percent(Money spent, Money amount) {
        return spent.usd().multiply(HUNDRED).divide(amount.usd(), BudgetThreshold.SCALE, RoundingMode.FLOOR);
    }
}
