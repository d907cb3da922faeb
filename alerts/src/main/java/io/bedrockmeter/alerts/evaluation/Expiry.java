package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetWindow;
import java.time.Duration;
import java.time.Instant;

/**
 * When totals and announcements are forgotten.
 *
 * @param floor what ended at or before it is over
 * @param now the present
 */
record Expiry(Instant floor, Instant now) {

    /** Longer than any recurring period: bounds how long the totals of a scope that nobody lists are kept. */
    private static final Duration LONGEST_PERIOD = Duration.ofDays(367);

    boolean isPeriodOver(ScopedBudget budget, Instant start) {
        Instant end = budget.windowAt(start).map(BudgetWindow::end).orElse(start);
        return !end.isAfter(floor);
    }

    /** Of a period whose budget is not known. */
    boolean isOver(Instant start) {
        return !start.plus(LONGEST_PERIOD).isAfter(floor);
    }
}
