package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.UsageTotal;

/**
 * What was last seen of one cell in one minute.
 *
 * @param revision revision of that record
 * @param spend its sums
 */
record SeenMinute(long revision, Spend spend) {

    static final SeenMinute NEVER = new SeenMinute(Long.MIN_VALUE, Spend.NONE);

    static SeenMinute of(UsageTotal usage) {
        return new SeenMinute(usage.revision(), Spend.of(usage.totals(), usage.updatedAt()));
    }

    /**
     * Whether {@code next} is a repetition or an older state. A smaller revision that was updated later is neither: the
     * totals were rebuilt and count their revisions anew.
     */
    boolean supersedes(SeenMinute next) {
        return next.revision <= revision && !next.spend.asOf().isAfter(spend.asOf());
    }

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeLong(revision);
        spend.write(out);
        return out.toBytes();
    }

    static SeenMinute of(byte[] bytes) {
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        return new SeenMinute(in.readLong(), Spend.read(in));
    }
}
