package io.bedrockmeter.schemas.codec;

import org.apache.avro.Schema;

/**
 * How one value type is written as Avro binary of its current schema. Stateless and thread-safe.
 *
 * @param <T> the value type
 */
public interface AvroMapping<T> {

    /** The current schema: {@code src/main/avro/NAME.avsc}. */
    Schema schema();

    /** Writes the value without any header. */
    void write(AvroWriter out, T value);

    /** Reads a value written with {@link #schema()}. */
    T read(AvroReader in);
}
