package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.UsageTotal;
import org.apache.avro.Schema;

/** Wire form of {@link UsageTotal}. */
public final class UsageTotalMapping implements AvroMapping<UsageTotal> {

    private static final Schema SCHEMA = Schemas.current("UsageTotal");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, UsageTotal value) {
        out.writeEnum(value.granularity());
        out.writeInstant(value.windowStart());
        out.writeInstant(value.windowEnd());
        Parts.writeDimensions(out, value.dimensions());
        Parts.writeTotals(out, value.totals());
        out.writeLong(value.revision());
        out.writeInstant(value.updatedAt());
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
