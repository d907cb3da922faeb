package io.bedrockmeter.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** Loads schema files from the class path: the current one and every released version of it. */
final class Schemas {

    private Schemas() {}

    /** The current schema of a record name. */
    static Schema current(String name) {
        Schema schema = load("/avro/" + name + ".avsc");
        if (schema == null) {
            throw new IllegalStateException("no schema file avro/" + name + ".avsc");
        }
        return schema;
    }

    /** Released versions, oldest first: {@code avro/released/NAME.vN.avsc}, numbered from 1 without gaps. */
    static List<Schema> released(String name) {
        List<Schema> released = new ArrayList<>();
        for (int version = 1; ; version++) {
            Schema schema = load("/avro/released/" + name + ".v" + version + ".avsc");
            if (schema == null) {
                return released;
            }
            released.add(schema);
        }
    }

    private static @org.jspecify.annotations.Nullable Schema load(String resource) {
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            return in == null ? null : new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
