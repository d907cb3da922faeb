package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the evaluation knows about one scope of a budget.
 *
 * @param since when it was first heard of, or came back
 * @param toldAt when a partition last said that it had counted the past
 * @param coveredFrom first instant from which all partitions counted
 * @param seeded partitions that counted the past
 * @param listed whether the budgets table held it when last looked
 * @param settled whether it is judged: once all partitions counted the past, or the grace was over
 * @param definition fingerprint of the budget as it was last judged
 */
record ScopeProgress(
        Instant since,
        Instant toldAt,
        Instant coveredFrom,
        SortedSet<Integer> seeded,
        boolean listed,
        boolean settled,
        long definition) {

    static ScopeProgress startingAt(Instant now) {
        return new ScopeProgress(now, now, Instant.EPOCH, new TreeSet<>(), false, false, 0);
    }

    ScopeProgress withSeeded(int partition, Instant from, Instant now) {
        SortedSet<Integer> more = new TreeSet<>(seeded);
        more.add(partition);
        Instant covered = from.isAfter(coveredFrom) ? from : coveredFrom;
        return new ScopeProgress(since, now, covered, more, listed, settled, definition);
    }

    ScopeProgress withListedAt(Instant now) {
        return new ScopeProgress(now, toldAt, coveredFrom, seeded, true, settled, definition);
    }

    /** The budget was deleted: should it come back, it is introduced anew. */
    ScopeProgress withdrawn() {
        return new ScopeProgress(since, toldAt, Instant.EPOCH, new TreeSet<>(), false, false, 0);
    }

    ScopeProgress judgedAs(long nextDefinition) {
        return new ScopeProgress(since, toldAt, coveredFrom, seeded, listed, true, nextDefinition);
    }

    /** Whether it may be judged now. */
    boolean isComplete(int partitions, Duration grace, Instant now) {
        return seeded.size() >= partitions || !now.isBefore(since.plus(grace));
    }

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeInstant(since);
        out.writeInstant(toldAt);
        out.writeInstant(coveredFrom);
        out.writeArray(seeded, AvroWriter::writeInt);
        out.writeBoolean(listed);
        out.writeBoolean(settled);
        out.writeLong(definition);
        return out.toBytes();
    }

    static ScopeProgress of(byte[] bytes) {
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        return new ScopeProgress(
                in.readInstant(),
                in.readInstant(),
                in.readInstant(),
                new TreeSet<>(in.readArray(AvroReader::readInt)),
                in.readBoolean(),
                in.readBoolean(),
                in.readLong());
    }
}
