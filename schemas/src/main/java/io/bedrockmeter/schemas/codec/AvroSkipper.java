package io.bedrockmeter.schemas.codec;

import org.apache.avro.Schema;

/** Walks over a record of any schema with every bound checked, so that Avro's own reader can be trusted with it after. */
final class AvroSkipper {

    private AvroSkipper() {}

    /** Reads one value of {@code schema} and forgets it. */
    static void skip(AvroReader in, Schema schema) {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.readBoolean();
            case INT, ENUM -> in.readInt();
            case LONG -> in.readLong();
            case BYTES -> in.readBytes();
            case STRING -> in.readString();
            case RECORD -> schema.getFields().forEach(field -> skip(in, field.schema()));
            case ARRAY ->
                in.readArray(item -> {
                    skip(item, schema.getElementType());
                    return "";
                });
            case MAP ->
                in.readArray(entry -> {
                    entry.readString();
                    skip(entry, schema.getValueType());
                    return "";
                });
            case UNION ->
                skip(in, schema.getTypes().get(in.readBranch(schema.getTypes().size())));
            default -> throw new UndecodableException("type " + schema.getType() + " is not used in our schemas");
        }
    }
}
