package io.bedrockmeter.schemas.codec;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Bytes of one record type, or of several that share a topic, in Avro single-object encoding: {@code C3 01}, the eight-byte
 * little-endian CRC-64-AVRO fingerprint of the writer's schema, the Avro binary body (Avro specification, "Single-object
 * encoding"). The fingerprint tells record types apart. Records of released older schemas are resolved to the current one.
 * Thread-safe.
 *
 * @param <T> the value type
 */
public final class RecordCodec<T> {

    /** Bytes before the body. */
    public static final int HEADER_BYTES = 10;

    static final byte MARKER_1 = (byte) 0xC3;
    static final byte MARKER_2 = 0x01;

    private final List<RecordForm<? extends T>> forms;
    private final ThreadLocal<AvroWriter> writers = ThreadLocal.withInitial(AvroWriter::new);

    public RecordCodec(AvroMapping<T> mapping) {
        this(List.of(RecordForm.of(Object.class, mapping)));
    }

    RecordCodec(AvroMapping<T> mapping, List<Schema> releasedSchemas) {
        this(List.of(new RecordForm<>(Object.class, mapping, releasedSchemas)));
    }

    private RecordCodec(List<RecordForm<? extends T>> forms) {
        this.forms = forms;
    }

    /** A codec of values that are of one of two record types; together they must be all subtypes of {@code T}. */
    public static <T, A extends T, B extends T> RecordCodec<T> either(
            Class<A> first, AvroMapping<A> firstMapping, Class<B> second, AvroMapping<B> secondMapping) {
        return new RecordCodec<>(List.of(RecordForm.of(first, firstMapping), RecordForm.of(second, secondMapping)));
    }

    /** The current schemas, one for each record type. */
    public List<Schema> schemas() {
        return forms.stream().<Schema>map(RecordForm::schema).toList();
    }

    /** The current schema; the first where there are several record types. */
    public Schema schema() {
        return forms.get(0).schema();
    }

    /**
     * Every schema that records may have been written with, for each record type: the released ones, oldest first, and the
     * current one last.
     */
    public List<List<Schema>> writers() {
        return forms.stream().<List<Schema>>map(RecordForm::writers).toList();
    }

    /** The bytes before the body of a record that was written with a schema. */
    public static byte[] header(Schema schema) {
        return RecordForm.header(schema);
    }

    public byte[] encode(T value) {
        for (RecordForm<? extends T> form : forms) {
            if (form.suits(value)) {
                return encode(form, value);
            }
        }
        throw new IllegalArgumentException(
                "no record type for " + value.getClass().getName());
    }

    /** A form that suits a value takes it. */
    @SuppressWarnings("unchecked")
    private byte[] encode(RecordForm<? extends T> form, T value) {
        return ((RecordForm<T>) form).encode(writers.get().reset(), value);
    }

    /**
     * Reads a record.
     *
     * @throws UndecodableException when the bytes are no record of a known version of this schema
     */
    public T decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MARKER_1 || bytes[1] != MARKER_2) {
            throw new UndecodableException("no Avro single-object encoding: expected it to start with C3 01"
                    + (bytes.length > 0 && bytes[0] == 0
                            ? ", found 00 as in the Confluent wire format, which needs schema.registry.url"
                            : ""));
        }
        long writer = fingerprintAt(bytes, 2);
        for (RecordForm<? extends T> form : forms) {
            Optional<? extends T> value = form.decode(writer, bytes);
            if (value.isPresent()) {
                return value.get();
            }
        }
        throw new UndecodableException(
                "unknown schema fingerprint %016x for %s".formatted(Long.reverseBytes(writer), schema().getFullName()));
    }

    private static long fingerprintAt(byte[] bytes, int offset) {
        long fingerprint = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            fingerprint = fingerprint << 8 | bytes[offset + i] & 0xFF;
        }
        return fingerprint;
    }
}
