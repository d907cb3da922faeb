package io.bedrockmeter.schemas.model;

import java.util.List;
import java.util.Optional;

/**
 * Whom a budget tells, and when not.
 *
 * @param targets where alerts go besides the configured notifiers: ARNs of SNS topics
 * @param quietHours part of the day, in the budget's zone, in which alerts wait
 */
public record BudgetNotice(List<String> targets, Optional<QuietHours> quietHours) {

    /** Targets of one budget or threshold. */
    public static final int MAX_TARGETS = 10;

    public BudgetNotice {
        targets = List.copyOf(targets);
    }

    public static BudgetNotice to(List<String> targets) {
        return new BudgetNotice(targets, Optional.empty());
    }
}
