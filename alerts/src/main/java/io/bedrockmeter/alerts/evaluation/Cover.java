package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that covers a cell.
 *
 * @param counted what
 * @param instance for whom
 * @param shares what the cell is called among what is used
 */
record Cover(Counted counted, String instance, List<String> shares) {

    /** Between the key and the value of a share; no key or value has it. */
    static final char SHARE_SEPARATOR = '\u0000';

    /** What alerts name as the largest users. */
    private static final List<String> SHARE_KEYS = List.of("Application", "model", "principal");

    /** How a cell is covered; empty when it is not. */
    static Optional<Cover> of(Counted counted, Dimensions cell) {
        return counted.instanceOf(cell).map(instance -> new Cover(counted, instance, shares(cell, counted.eachOf())));
    }

    /** The totals that usage at {@code time} adds to. */
    List<Slot> slotsAt(Instant time, Instant now) {
        return counted.slots(instance, shares, time, now);
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
