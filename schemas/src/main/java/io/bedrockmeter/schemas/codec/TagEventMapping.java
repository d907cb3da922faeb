package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.TagEvent;
import org.apache.avro.Schema;

/** Wire form of {@link TagEvent}. */
public final class TagEventMapping implements AvroMapping<TagEvent> {

    private static final Schema SCHEMA = Schemas.current("TagEvent");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, TagEvent value) {
        out.writeString(value.requestId());
        out.writeStringMap(value.tags());
        out.writeString(value.projectId());
        out.writeString(value.profileArn());
        out.writeString(value.serviceTier());
        out.writeLong(value.cacheWrite1hTokens());
        out.writeBoolean(value.authenticated());
        out.writeString(value.source());
        out.writeString(value.eventId());
        out.writeInstant(value.time());
    }

    @Override
    public TagEvent read(AvroReader in) {
        return new TagEvent(
                in.readString(),
                in.readStringMap(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readLong(),
                in.readBoolean(),
                in.readString(),
                in.readString(),
                in.readInstant());
    }
}
