package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Dimensions;

/**
 * Dimensions as the Avro binary of the {@code Dimensions} record that the ledger and usage schemas share: the canonical
 * bytes from which a cell id is made.
 */
public final class DimensionsCodec {

    private DimensionsCodec() {}

    public static void write(AvroWriter out, Dimensions dimensions) {
        Parts.writeDimensions(out, dimensions);
    }

    public static Dimensions read(AvroReader in) {
        return Parts.readDimensions(in);
    }
}
