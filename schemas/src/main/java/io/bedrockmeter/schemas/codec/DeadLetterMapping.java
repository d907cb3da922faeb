package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.RejectionCode;
import org.apache.avro.Schema;

/** Wire form of {@link DeadLetter}. */
public final class DeadLetterMapping implements AvroMapping<DeadLetter> {

    private static final Schema SCHEMA = Schemas.current("DeadLetter");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, DeadLetter value) {
        out.writeEnum(value.code());
        out.writeString(value.reason());
        out.writeString(value.origin());
        out.writeString(value.field());
        out.writeLong(value.sizeBytes());
        out.writeString(value.requestId());
        out.writeInstant(value.refusedAt());
        out.writeString(value.envelope());
    }

    @Override
    public DeadLetter read(AvroReader in) {
        return new DeadLetter(
                in.readEnum(RejectionCode.values()),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readLong(),
                in.readString(),
                in.readInstant(),
                in.readString());
    }
}
