package io.bedrockmeter.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** The bytes of one record type: its current schema, and every released older one it can be read from. Thread-safe. */
final class RecordForm<T> {

    private final Class<?> type;
    private final AvroMapping<T> mapping;
    private final byte[] header;
    private final long fingerprint;
    private final Map<Long, Schema> olderWriters = new ConcurrentHashMap<>();
    private final List<Schema> writers;

    /** @param type what the values are instances of */
    RecordForm(Class<?> type, AvroMapping<T> mapping, List<Schema> releasedSchemas) {
        this.type = type;
        this.mapping = mapping;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(mapping.schema());
        this.header = headerOf(fingerprint);
        List<Schema> all = new ArrayList<>(releasedSchemas);
        all.remove(mapping.schema());
        all.add(mapping.schema());
        this.writers = List.copyOf(all);
        for (Schema released : releasedSchemas) {
            long older = SchemaNormalization.parsingFingerprint64(released);
            if (older != fingerprint) {
                olderWriters.put(older, released);
            }
        }
    }

    static <T> RecordForm<T> of(Class<?> type, AvroMapping<T> mapping) {
        return new RecordForm<>(type, mapping, Schemas.released(mapping.schema().getName()));
    }

    Schema schema() {
        return mapping.schema();
    }

    /** Every schema that records may have been written with: the released ones, oldest first, and the current one last. */
    List<Schema> writers() {
        return writers;
    }

    static byte[] header(Schema schema) {
        return headerOf(SchemaNormalization.parsingFingerprint64(schema));
    }

    boolean suits(Object value) {
        return type.isInstance(value);
    }

    byte[] encode(AvroWriter out, T value) {
        out.writeFixed(header);
        mapping.write(out, value);
        return out.toBytes();
    }

    /** The value, empty when a schema of another fingerprint wrote the bytes. */
    Optional<T> decode(long writer, byte[] bytes) {
        int body = RecordCodec.HEADER_BYTES;
        if (writer == fingerprint) {
            return Optional.of(decodeBody(bytes, body, bytes.length - body));
        }
        Schema older = olderWriters.get(writer);
        if (older == null) {
            return Optional.empty();
        }
        byte[] current = resolve(bytes, older);
        return Optional.of(decodeBody(current, 0, current.length));
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
        int body = RecordCodec.HEADER_BYTES;
        AvroSkipper.skip(new AvroReader(bytes, body, bytes.length - body), writer);
        try {
            GenericDatumReader<Object> reader = new GenericDatumReader<>(writer, schema(), new GenericData());
            Object resolved =
                    reader.read(null, DecoderFactory.get().binaryDecoder(bytes, body, bytes.length - body, null));
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
        byte[] header = new byte[RecordCodec.HEADER_BYTES];
        header[0] = RecordCodec.MARKER_1;
        header[1] = RecordCodec.MARKER_2;
        for (int i = 0; i < Long.BYTES; i++) {
            header[2 + i] = (byte) (fingerprint >>> (8 * i));
        }
        return header;
    }
}
