package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.UsageTotal;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** Wire form of {@link UsageTotal}. */
public final class UsageTotalMapping implements AvroMapping<UsageTotal> {

    private static final Schema SCHEMA = Schemas.current("UsageTotal");
    private static final byte[] HEADER = RecordCodec.header(SCHEMA);

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, UsageTotal value) {
        write(
                out,
                value.granularity(),
                value.windowStart().toEpochMilli(),
                value.windowEnd().toEpochMilli(),
                parts -> Parts.writeDimensions(parts, value.dimensions()),
                parts -> Parts.writeTotals(parts, value.totals()),
                value.revision(),
                value.updatedAt().toEpochMilli());
    }

    /** The record of a total whose parts somebody else writes; times in milliseconds since the epoch. */
    public static byte[] encode(
            AvroWriter out,
            Granularity granularity,
            long startMs,
            long endMs,
            Consumer<AvroWriter> dimensions,
            Consumer<AvroWriter> totals,
            long revision,
            long updatedAtMs) {
        out.reset();
        out.writeFixed(HEADER);
        write(out, granularity, startMs, endMs, dimensions, totals, revision, updatedAtMs);
        return out.toBytes();
    }

    private static void write(
            AvroWriter out,
            Granularity granularity,
            long startMs,
            long endMs,
            Consumer<AvroWriter> dimensions,
            Consumer<AvroWriter> totals,
            long revision,
            long updatedAtMs) {
        out.writeEnum(granularity);
        out.writeLong(startMs);
        out.writeLong(endMs);
        dimensions.accept(out);
        totals.accept(out);
        out.writeLong(revision);
        out.writeLong(updatedAtMs);
    }

    @Override
    public UsageTotal read(AvroReader in) {
        return new UsageTotal(
                in.readEnum(Granularity.values()),
                in.readInstant(),
                in.readInstant(),
                Parts.readDimensions(in),
                Parts.readTotals(in),
                in.readLong(),
                in.readInstant());
    }
}
