package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.UsageOrigin;
import org.apache.avro.Schema;

/** Wire form of {@link Invocation}. */
public final class InvocationMapping implements AvroMapping<Invocation> {

    private static final Schema SCHEMA = Schemas.current("Invocation");

    /** Texts from {@code accountId} to {@code principal}, which stand together. */
    static final int TEXTS_OF_THE_CALLER = 7;

    static final UsageOrigin[] ORIGINS = UsageOrigin.values();

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Invocation value) {
        out.writeString(value.requestId());
        out.writeInstant(value.timestamp());
        out.writeString(value.accountId());
        out.writeString(value.region());
        out.writeString(value.inferenceRegion());
        out.writeString(value.operation());
        out.writeString(value.modelId());
        out.writeString(value.bodyModel());
        out.writeString(value.principal());
        Parts.writeQuantities(out, value.quantities());
        out.writeBoolean(value.cacheTtlKnown());
        out.writeString(value.serviceTier());
        out.writeBoolean(value.latencyOptimized());
        out.writeString(value.errorCode());
        out.writeLong(value.latencyMs());
        out.writeStringMap(value.requestMetadata());
        out.writeEnum(value.origin());
        out.writeString(value.source());
    }

    @Override
    public Invocation read(AvroReader in) {
        return new Invocation(
                in.readString(),
                in.readInstant(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                Parts.readQuantities(in),
                in.readBoolean(),
                in.readString(),
                in.readBoolean(),
                in.readString(),
                in.readLong(),
                in.readStringMap(),
                in.readEnum(ORIGINS),
                in.readString());
    }
}
