package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.metering.query.TimeRange;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One JSON object as bytes. */
final class Json {

    static final String MEDIA_TYPE = "application/json";

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes the members of the object. */
    @FunctionalInterface
    interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    static Buffer object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** The ends that are not open. */
    static void range(JsonGenerator json, TimeRange range) throws IOException {
        if (range.from().isPresent()) {
            json.writeStringField("from", range.from().get().toString());
        }
        if (range.to().isPresent()) {
            json.writeStringField("to", range.to().get().toString());
        }
    }
}
