package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.UndecodableException;
import java.time.Instant;

/** What one partition of the usage topic tells the evaluation of a budget. Keyed by budget id on the internal topic. */
sealed interface Contribution {

    long fingerprint();

    int sourcePartition();

    /**
     * All that the partition has of one total: replaces what it said before, so a repetition changes nothing.
     *
     * @param slot which total
     * @param spend the partition's part of it
     */
    record Partial(long fingerprint, int sourcePartition, Slot slot, Spend spend) implements Contribution {}

    /**
     * The partition has counted everything it knew before the scope was introduced, and sent it.
     *
     * @param coveredFrom first instant from which it counted
     */
    record Seeded(long fingerprint, int sourcePartition, Instant coveredFrom) implements Contribution {}

    default byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeBranch(this instanceof Partial ? 0 : 1);
        out.writeLong(fingerprint());
        out.writeInt(sourcePartition());
        if (this instanceof Partial partial) {
            partial.slot().write(out);
            partial.spend().write(out);
        } else if (this instanceof Seeded seeded) {
            out.writeInstant(seeded.coveredFrom());
        }
        return out.toBytes();
    }

    /** @throws UndecodableException when the bytes are no contribution */
    static Contribution of(byte[] bytes) {
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        Contribution read = in.readBranch(2) == 0
                ? new Partial(in.readLong(), in.readInt(), Slot.read(in), Spend.read(in))
                : new Seeded(in.readLong(), in.readInt(), in.readInstant());
        if (in.remaining() != 0) {
            throw new UndecodableException(in.remaining() + " bytes after the contribution");
        }
        return read;
    }
}
