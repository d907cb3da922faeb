package io.bedrockmeter.metering;

import io.bedrockmeter.metering.topology.Progress;
import io.bedrockmeter.metering.topology.StoredUsage;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The totals that this instance holds, read from its stores: exact as of what it has processed, which may not be committed
 * yet. On a cluster each instance holds the cells of its partitions.
 */
public final class UsageView {

    private final StoredUsage stored;
    private final Progress progress;
    private final int partitions;

    UsageView(StoredUsage stored, Progress progress, int partitions) {
        this.stored = stored;
        this.progress = progress;
        this.partitions = partitions;
    }

    /** The time up to which everything that had been rated is contained; empty while this instance is starting. */
    public Optional<Instant> asOf() {
        return progress.asOf(partitions);
    }

    /** Newest event time contained, as far as seen since this process started. */
    public Optional<Instant> newestEvent() {
        return progress.newestEvent();
    }

    /** All windows of a granularity. */
    public List<UsageRow> totals(Granularity granularity) {
        return totals(granularity, Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE / 2));
    }

    /** Windows that start at or after {@code from} and before {@code to}. */
    public List<UsageRow> totals(Granularity granularity, Instant from, Instant to) {
        List<UsageRow> rows = new ArrayList<>();
        forEach(granularity, from, to, rows::add);
        return rows;
    }

    /** The same one by one, without holding them all. What {@code into} throws ends it. */
    public void forEach(Granularity granularity, Instant from, Instant to, Consumer<UsageRow> into) {
        stored.rows(granularity, from, to, into);
    }
}
