package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.schemas.money.Money;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a rerate changes.
 *
 * @param rerateId the run
 * @param examined requests of the range and model
 * @param whole the difference of all of them
 * @param byTag the difference by taxonomy key and then value
 * @param newlyPriced requests that had no price and have one now
 * @param newlyUnpriced requests that had a price and have none now
 * @param byVersion requests by the source and version of the rate cards of their new price
 * @param bookedToPresent part of the change that counts in the present, because its month is closed
 */
public record RerateSummary(
        String rerateId,
        long examined,
        Difference whole,
        SortedMap<String, SortedMap<String, Difference>> byTag,
        long newlyPriced,
        long newlyUnpriced,
        SortedMap<String, Long> byVersion,
        Money bookedToPresent) {

    public RerateSummary {
        byTag = Collections.unmodifiableSortedMap(new TreeMap<>(byTag));
        byVersion = Collections.unmodifiableSortedMap(new TreeMap<>(byVersion));
    }
}
