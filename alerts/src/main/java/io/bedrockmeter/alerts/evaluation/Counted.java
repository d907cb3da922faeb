package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Something whose usage is added up: a budget, or what is watched without one. */
sealed interface Counted permits ScopedBudget, WatchedSpend, WatchedCoverage {

    /** Which totals are its own. */
    ScopeKey scope();

    /** The key of which every value is counted for itself, empty where all is counted together. */
    String eachOf();

    /** For whom a cell is counted; empty when it is not. */
    Optional<String> instanceOf(Dimensions cell);

    /** The totals that usage at {@code time} adds to. */
    List<Slot> slots(String instance, List<String> shares, Instant time, Instant now);

    /** Whether a total is needed no more. */
    boolean isOver(Slot slot, Expiry expiry);

    /** Its id: of a budget, or one that no budget can have. */
    default String id() {
        return scope().budgetId();
    }
}
