package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSpend;
import org.apache.avro.Schema;

/** Wire form of {@link TagSpend}. */
public final class TagSpendMapping implements AvroMapping<TagSpend> {

    private static final Schema SCHEMA = Schemas.current("TagSpend");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, TagSpend value) {
        out.writeEnum(value.granularity());
        out.writeInstant(value.windowStart());
        out.writeInstant(value.windowEnd());
        out.writeString(value.tagKey());
        out.writeString(value.tagValue());
        Parts.writeTotals(out, value.totals());
        out.writeLong(value.revision());
        out.writeInstant(value.updatedAt());
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
