package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Checkpoint;
import org.apache.avro.Schema;

/** Wire form of {@link Checkpoint}. */
public final class CheckpointMapping implements AvroMapping<Checkpoint> {

    private static final Schema SCHEMA = Schemas.current("Checkpoint");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Checkpoint value) {
        out.writeString(value.source());
        out.writeString(value.position());
        out.writeString(value.identity());
        out.writeInstant(value.updatedAt());
    }

    @Override
    public Checkpoint read(AvroReader in) {
        return new Checkpoint(in.readString(), in.readString(), in.readString(), in.readInstant());
    }
}
