package io.bedrockmeter.metering;

import io.bedrockmeter.metering.topology.StoredUsage;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.List;

/**
 * The totals that this instance holds, read from its stores: exact as of what it has processed, which may not be committed
 * yet. On a cluster each instance holds the cells of its partitions.
 */
public final class UsageView {

    private final StoredUsage stored;

    UsageView(StoredUsage stored) {
        this.stored = stored;
    }

    /** All windows of a granularity. */
    public List<UsageRow> totals(Granularity granularity) {
        return totals(granularity, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE / 2));
    }

    /** Windows that start at or after {@code from} and before {@code to}. */
    public List<UsageRow> totals(Granularity granularity, Instant from, Instant to) {
        return stored.rows(granularity, from, to);
    }
}
