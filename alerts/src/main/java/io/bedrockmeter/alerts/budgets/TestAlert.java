package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A message that only shows whether alerts of a budget arrive: to all targets of all its rules, quiet hours or not. */
final class TestAlert {

    private TestAlert() {}

    static Alert of(Budget budget, Instant now) {
        BudgetWindow window =
                budget.calendar().windowAt(now).orElseGet(() -> new BudgetWindow(now, now.plusSeconds(1)));
        BudgetAmount nothing = new BudgetAmount(budget.limit().measure(), BigDecimal.ZERO);
        return new Alert(
                budget.id() + "/test/" + now,
                AlertKind.TEST,
                new BudgetSubject(budget.id(), "", budget.name(), budget.owner(), window),
                "test",
                BigDecimal.ZERO,
                List.of(),
                BudgetReading.of(nothing, budget.limit(), Optional.empty()),
                List.of(),
                now,
                Optional.empty(),
                false,
                targets(budget));
    }

    private static List<String> targets(Budget budget) {
        Stream<String> ofRules = Stream.concat(
                budget.rules().thresholds().stream()
                        .map(BudgetThreshold::targets)
                        .flatMap(List::stream),
                budget.rules().burnRates().stream().map(BurnRate::targets).flatMap(List::stream));
        return Stream.concat(budget.notice().targets().stream(), ofRules)
                .distinct()
                .toList();
    }
}
