package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.RollingSpend;
import org.apache.avro.Schema;

/** Wire form of {@link RollingSpend}. */
public final class RollingSpendMapping implements AvroMapping<RollingSpend> {

    private static final Schema SCHEMA = Schemas.current("RollingSpend");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, RollingSpend value) {
        out.writeString(value.tagKey());
        out.writeString(value.tagValue());
        out.writeInstant(value.asOf());
        Parts.writeTotals(out, value.last5m());
        Parts.writeTotals(out, value.last1h());
        Parts.writeTotals(out, value.last24h());
    }

    @Override
    public RollingSpend read(AvroReader in) {
        return new RollingSpend(
                in.readString(),
                in.readString(),
                in.readInstant(),
                Parts.readTotals(in),
                Parts.readTotals(in),
                Parts.readTotals(in));
    }
}
