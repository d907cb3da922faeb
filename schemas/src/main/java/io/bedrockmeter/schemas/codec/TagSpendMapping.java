package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSpend;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** Wire form of {@link TagSpend}. */
public final class TagSpendMapping implements AvroMapping<TagSpend> {

    private static final Schema SCHEMA = Schemas.current("TagSpend");
    private static final byte[] HEADER = RecordCodec.header(SCHEMA);

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, TagSpend value) {
        write(
                out,
                value.granularity(),
                value.windowStart().toEpochMilli(),
                value.windowEnd().toEpochMilli(),
                value.tagKey(),
                value.tagValue(),
                parts -> Parts.writeTotals(parts, value.totals()),
                value.revision(),
                value.updatedAt().toEpochMilli());
    }

    /** The record of a total that somebody else writes; times in milliseconds since the epoch. */
    public static byte[] encode(
            AvroWriter out,
            Granularity granularity,
            long startMs,
            long endMs,
            String tagKey,
            String tagValue,
            Consumer<AvroWriter> totals,
            long revision,
            long updatedAtMs) {
        out.reset();
        out.writeFixed(HEADER);
        write(out, granularity, startMs, endMs, tagKey, tagValue, totals, revision, updatedAtMs);
        return out.toBytes();
    }

    private static void write(
            AvroWriter out,
            Granularity granularity,
            long startMs,
            long endMs,
            String tagKey,
            String tagValue,
            Consumer<AvroWriter> totals,
            long revision,
            long updatedAtMs) {
        out.writeEnum(granularity);
        out.writeLong(startMs);
        out.writeLong(endMs);
        out.writeString(tagKey);
        out.writeString(tagValue);
        totals.accept(out);
        out.writeLong(revision);
        out.writeLong(updatedAtMs);
    }

    @Override
    public TagSpend read(AvroReader in) {
        return new TagSpend(
                in.readEnum(Granularity.values()),
                in.readInstant(),
                in.readInstant(),
                in.readString(),
                in.readString(),
                Parts.readTotals(in),
                in.readLong(),
                in.readInstant());
    }
}
