package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Adjustment;
import org.apache.avro.Schema;

/** Wire form of {@link Adjustment}. */
public final class AdjustmentMapping implements AvroMapping<Adjustment> {

    private static final Schema SCHEMA = Schemas.current("Adjustment");

    private final LedgerEntryMapping entries = new LedgerEntryMapping();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Adjustment value) {
        out.writeString(value.rerateId());
        out.writeInstant(value.madeAt());
        out.writeString(value.note());
        entries.write(out, value.replaced());
        LedgerEntryMapping.writeRating(out, value.rating());
    }

    @Override
    public Adjustment read(AvroReader in) {
        return new Adjustment(
                in.readString(),
                in.readInstant(),
                in.readString(),
                entries.read(in),
                LedgerEntryMapping.readRating(in));
    }
}
