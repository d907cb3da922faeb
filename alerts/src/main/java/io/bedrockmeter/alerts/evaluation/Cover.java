package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A budget that covers a cell.
 *
 * @param budget the budget
 * @param instance which instance of it
 * @param shares what the cell is called among what uses the budget
 */
record Cover(ScopedBudget budget, String instance, List<String> shares) {

    /** Between the key and the value of a share; no key or value has it. */
    static final char SHARE_SEPARATOR = '\u0000';

    /** What alerts name as the largest users. */
    private static final List<String> SHARE_KEYS = List.of("Application", "model", "principal");

    /** How the budget covers the cell; empty when it does not. */
    static Optional<Cover> of(ScopedBudget budget, Dimensions cell) {
        String eachOf = budget.budget().eachOf();
        if (!budget.budget().filter().matches(cell)) {
            return Optional.empty();
        }
        if (eachOf.isEmpty()) {
            return Optional.of(new Cover(budget, "", shares(cell, eachOf)));
        }
        // Usage that has no such tag belongs to nobody's budget.
        return BudgetFilter.valueOf(cell, eachOf)
                .filter(value -> !value.isEmpty())
                .map(value -> new Cover(budget, value, shares(cell, eachOf)));
    }

    /** The totals that usage at {@code time} adds to. */
    List<Slot> slotsAt(Instant time, Instant now) {
        List<Slot> slots = new ArrayList<>();
        boolean rolling = budget.budget().calendar() instanceof BudgetCalendar.Rolling;
        if (!rolling) {
            budget.windowAt(time).ifPresent(window -> {
                slots.add(Slot.period(instance, window.start()));
                shares.forEach(share -> slots.add(new Slot(Series.SHARE, instance, window.start(), share)));
            });
        }
        for (Series series : budget.series()) {
            boolean fine = series == Series.MINUTE && time.isAfter(now.minus(Series.MINUTES_KEPT));
            if (fine || series == Series.QUARTER) {
                slots.add(new Slot(series, instance, series.slotAt(time), ""));
            }
        }
        return slots;
    }

    private static List<String> shares(Dimensions cell, String eachOf) {
        List<String> shares = new ArrayList<>();
        for (String key : SHARE_KEYS) {
            if (!key.equals(eachOf)) {
                BudgetFilter.valueOf(cell, key).ifPresent(value -> shares.add(key + SHARE_SEPARATOR + value));
            }
        }
        return shares;
    }
}
