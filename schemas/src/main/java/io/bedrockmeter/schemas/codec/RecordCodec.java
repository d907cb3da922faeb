package io.bedrockmeter.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Bytes of one record type in Avro single-object encoding: {@code C3 01}, the eight-byte little-endian CRC-64-AVRO
 * fingerprint of the writer's schema, the Avro binary body (Avro specification, "Single-object encoding"). Records of
 * released older schemas are resolved to the current one. Thread-safe.
 *
 * @param <T> the value type
 */
public final class RecordCodec<T> {

    /** Bytes before the body. */
    public static final int HEADER_BYTES = 10;

    private static final byte MARKER_1 = (byte) 0xC3;
    private static final byte MARKER_2 = 0x01;

    private final AvroMapping<T> mapping;
    private final byte[] header;
    private final long fingerprint;
    private final Map<Long, Schema> olderWriters = new ConcurrentHashMap<>();
    private final List<Schema> writerSchemas;
    private final ThreadLocal<AvroWriter> writers = ThreadLocal.withInitial(AvroWriter::new);

    public RecordCodec(AvroMapping<T> mapping) {
        this(mapping, Schemas.released(mapping.schema().getName()));
    }

    RecordCodec(AvroMapping<T> mapping, List<Schema> releasedSchemas) {
        this.mapping = mapping;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(mapping.schema());
        this.header = headerOf(fingerprint);
        List<Schema> all = new ArrayList<>(releasedSchemas);
        all.remove(mapping.schema());
        all.add(mapping.schema());
        this.writerSchemas = List.copyOf(all);
        for (Schema released : releasedSchemas) {
            long older = SchemaNormalization.parsingFingerprint64(released);
            if (older != fingerprint) {
                olderWriters.put(older, released);
            }
        }
    }

    /** The current schema. */
    public Schema schema() {
        return mapping.schema();
    }

    /** Every schema that records may have been written with: the released ones, oldest first, and the current one last. */
    public List<Schema> writerSchemas() {
        return writerSchemas;
    }

    /** The bytes before the body of a record that was written with a schema. */
    public static byte[] header(Schema schema) {
        return headerOf(SchemaNormalization.parsingFingerprint64(schema));
    }

    public byte[] encode(T value) {
        AvroWriter out = writers.get().reset();
        out.writeFixed(header);
        mapping.write(out, value);
        return out.toBytes();
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
        if (writer == fingerprint) {
            return decodeBody(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
        }
        Schema older = olderWriters.get(writer);
        if (older == null) {
            throw new UndecodableException("unknown schema fingerprint %016x for %s"
                    .formatted(Long.reverseBytes(writer), schema().getFullName()));
        }
        byte[] current = resolve(bytes, older);
        return decodeBody(current, 0, current.length);
    }

    private T decodeBody(byte[] bytes, int offset, int length) {
        AvroReader in = new AvroReader(bytes, offset, length);
        T value = mapping.read(in);
        if (in.remaining() != 0) {
            throw new UndecodableException(in.remaining() + " bytes after the record");
        }
        return value;
    }

    private byte[] resolve(byte[] bytes, Schema writer) {
        AvroSkipper.skip(new AvroReader(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES), writer);
        try {
            GenericDatumReader<Object> reader = new GenericDatumReader<>(writer, schema(), new GenericData());
            Object resolved = reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema(), new GenericData()).write(resolved, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (AvroRuntimeException e) {
            throw new UndecodableException("cannot resolve from an older schema", e);
        }
    }

    private static byte[] headerOf(long fingerprint) {
        byte[] header = new byte[HEADER_BYTES];
        header[0] = MARKER_1;
        header[1] = MARKER_2;
        for (int i = 0; i < Long.BYTES; i++) {
            header[2 + i] = (byte) (fingerprint >>> (8 * i));
        }
        return header;
    }

    private static long fingerprintAt(byte[] bytes, int offset) {
        long fingerprint = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            fingerprint = fingerprint << 8 | bytes[offset + i] & 0xFF;
        }
        return fingerprint;
    }
}
