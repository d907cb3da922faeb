package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Project;
import org.apache.avro.Schema;

/** Wire form of {@link Project}. */
public final class ProjectMapping implements AvroMapping<Project> {

    private static final Schema SCHEMA = Schemas.current("Project");

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public void write(AvroWriter out, Project value) {
        out.writeString(value.id());
        out.writeString(value.arn());
        out.writeString(value.name());
        out.writeString(value.status());
        out.writeArray(value.tagHistory(), Parts::writeTagVersion);
    }

    @Override
    public Project read(AvroReader in) {
        return new Project(
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readArray(Parts::readTagVersion));
    }
}
