package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one usage partition was last seen to say, for every cell and minute within the horizon: the base of differences,
 * and what a new budget is counted from. Dimensions are kept once per cell, as the record that first told them.
 */
final class UsageMemory {

    private static final RecordCodec<UsageTotal> USAGE =
            Topics.usage(Granularity.MINUTE).codec();

    /** A cell's record is renewed when it is older than this, so that its age tells when the cell was last used. */
    private static final Duration CELL_REFRESH = Duration.ofDays(1);

    /**
     * Entries are deleted this much after they expired, so that a task that moves to a machine whose clock is behind does
     * not accept what the machine before it had already forgotten.
     */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int SWEEP_BATCH = 20_000;

    private final KeyValueStore<Bytes, byte[]> minutes;
    private final KeyValueStore<Bytes, byte[]> cells;
    private final Sweep minuteSweep;
    private final Sweep cellSweep;

    UsageMemory(KeyValueStore<Bytes, byte[]> minutes, KeyValueStore<Bytes, byte[]> cells) {
        this.minutes = minutes;
        this.cells = cells;
        this.minuteSweep = new Sweep(minutes, SWEEP_BATCH);
        this.cellSweep = new Sweep(cells, SWEEP_BATCH);
    }

    /**
     * Remembers a record.
     *
     * @return what it adds to what was known before; empty when it is a repetition, stale, or changes nothing
     */
    Optional<Spend> remember(Bytes minute, UsageTotal usage, byte[] record) {
        byte[] known = minutes.get(minute);
        SeenMinute before = known == null ? SeenMinute.NEVER : SeenMinute.of(known);
        SeenMinute next = SeenMinute.of(usage);
        if (before.supersedes(next)) {
            return Optional.empty();
        }
        minutes.put(minute, next.toBytes());
        rememberCell(MinuteKey.cellId(minute), usage.windowStart(), record);
        Spend change = next.spend().since(before.spend());
        return change.isNothing() ? Optional.empty() : Optional.of(change);
    }

    /** The dimensions of a cell of which a minute is remembered. */
    Dimensions dimensions(String cellId) {
        byte[] record = cells.get(cellKey(cellId));
        if (record == null) {
            throw new IllegalStateException("store cells: expected an entry for every cell with a minute");
        }
        return USAGE.decode(record).dimensions();
    }

    /** Minutes after a position, oldest first. The caller closes it. */
    KeyValueIterator<Bytes, byte[]> after(Bytes position) {
        KeyValueIterator<Bytes, byte[]> entries = minutes.range(position, null);
        if (entries.hasNext() && entries.peekNextKey().equals(position)) {
            entries.next();
        }
        return entries;
    }

    static Spend spend(KeyValue<Bytes, byte[]> minute) {
        return SeenMinute.of(minute.value).spend();
    }

    /** Forgets some of what starts before {@code floor}. */
    void sweep(Instant floor) {
        Instant forgotten = floor.minus(CLOCK_SKEW);
        minuteSweep.stepFromOldest(key -> MinuteKey.start(key).isBefore(forgotten));
        Instant unused = forgotten.minus(CELL_REFRESH);
        cellSweep.step((key, record) -> lastSeen(record).isBefore(unused));
    }

    private void rememberCell(String cellId, Instant start, byte[] record) {
        Bytes key = cellKey(cellId);
        byte[] known = cells.get(key);
        if (known == null || lastSeen(known).plus(CELL_REFRESH).isBefore(start)) {
            cells.put(key, record);
        }
    }

    private static Instant lastSeen(byte[] record) {
        return USAGE.decode(record).windowStart();
    }

    private static Bytes cellKey(String cellId) {
        return Bytes.wrap(cellId.getBytes(StandardCharsets.UTF_8));
    }
}
