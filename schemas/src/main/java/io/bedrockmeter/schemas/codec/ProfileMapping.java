package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Scope;
import org.apache.avro.Schema;

/** Wire form of {@link Profile}. */
public final class ProfileMapping implements AvroMapping<Profile> {

    private static final Schema SCHEMA = Schemas.current("Profile");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Profile value) {
        out.writeString(value.arn());
        out.writeString(value.name());
        out.writeString(value.baseModel());
        out.writeEnum(value.scope());
        out.writeString(value.status());
        out.writeArray(value.tagHistory(), Parts::writeTagVersion);
    }

    @Override
    public Profile read(AvroReader in) {
        return new Profile(
                in.readString(),
                in.readString(),
                in.readString(),
                in.readEnum(Scope.values()),
                in.readString(),
                in.readArray(Parts::readTagVersion));
    }
}
