package io.bedrockmeter.standalone.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values of topics as JSON: a record is an object of its components, amounts are decimal strings, quantities name what
 * is not zero, what is absent is left out, and of several forms the one at hand is named by {@code kind}.
 */
public final class RecordJson {

    private static final JsonFactory JSON = new JsonFactory();

    private RecordJson() {}

    /** One line without the line break. */
    public static String line(TopicRecord<?> found) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("key", found.key());
            json.writeStringField("writtenAt", found.writtenAt().toString());
            json.writeFieldName("value");
            if (found.value().isPresent()) {
                write(json, found.value().get());
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Record composite) {
            writeRecord(json, composite);
        } else if (value instanceof Quantities quantities) {
            writeQuantities(json, quantities);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object item : list) {
                write(json, item);
            }
            json.writeEndArray();
        } else {
            writeScalar(json, value);
        }
    }

    private static void writeScalar(JsonGenerator json, Object value) throws IOException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            json.writeNumber(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal decimal) {
            json.writeString(decimal.toPlainString());
        } else if (value instanceof Money || value instanceof Enum<?>) {
            json.writeString(value.toString());
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    private static void writeQuantities(JsonGenerator json, Quantities quantities) throws IOException {
        json.writeStartObject();
        for (Unit unit : Unit.values()) {
            if (quantities.get(unit) != 0) {
                json.writeNumberField(unit.fieldName(), quantities.get(unit));
            }
        }
        json.writeEndObject();
    }

    private static void writeRecord(JsonGenerator json, Record composite) throws IOException {
        json.writeStartObject();
        if (Stream.of(composite.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
            json.writeStringField("kind", composite.getClass().getSimpleName());
        }
        for (RecordComponent component : composite.getClass().getRecordComponents()) {
            Optional<?> value = component(composite, component);
            if (value.isPresent()) {
                json.writeFieldName(component.getName());
                write(json, value.get());
            }
        }
        json.writeEndObject();
    }

    private static Optional<?> component(Record composite, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(composite);
            return value instanceof Optional<?> optional ? optional : Optional.ofNullable(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
