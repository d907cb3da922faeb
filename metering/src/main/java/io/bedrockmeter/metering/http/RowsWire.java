package io.bedrockmeter.metering.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups on their way from one instance to another, as JSON arrays one per line: first {@code [2, asOf, newestEvent,
 * deadLettered, beyondRetention, [partitions]]}, then per group {@code [window, [values], [requests, errors, unpriced, unattributed,
 * quantities...], listCost, cost]}, last the number of groups, which tells that nothing was cut off. Amounts are texts of
 * 1e-12 USD, times are milliseconds.
 */
final class RowsWire {

    static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int VERSION = 2;
    private static final JsonFactory JSON = new JsonFactory();

    private RowsWire() {}

    static byte[] write(InstanceRows rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            json.writeStartArray();
            json.writeNumber(VERSION);
            json.writeNumber(rows.asOf().toEpochMilli());
            json.writeNumber(
                    rows.facts().newestEvent().map(Instant::toEpochMilli).orElse(0L));
            json.writeNumber(rows.facts().deadLettered());
            json.writeNumber(rows.facts().beyondRetention());
            json.writeStartArray();
            for (int partition : rows.partitions()) {
                json.writeNumber(partition);
            }
            json.writeEndArray();
            json.writeEndArray();
            for (Map.Entry<GroupKey, Totals> group : rows.groups().entrySet()) {
                write(json, group.getKey(), group.getValue());
            }
            json.writeNumber(rows.groups().size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, GroupKey key, Totals totals) throws IOException {
        json.writeStartArray();
        json.writeNumber(key.windowStartMs());
        json.writeStartArray();
        for (String value : key.values()) {
            json.writeString(value);
        }
        json.writeEndArray();
        json.writeStartArray();
        json.writeNumber(totals.requests());
        json.writeNumber(totals.errors());
        json.writeNumber(totals.unpriced());
        json.writeNumber(totals.unattributed());
        for (int i = 0; i < Unit.count(); i++) {
            json.writeNumber(totals.quantities().get(Unit.at(i)));
        }
        json.writeEndArray();
        json.writeString(totals.listCost().picos().toString());
        json.writeString(totals.cost().picos().toString());
        json.writeEndArray();
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws IOException when the bytes are something else or cut off
     */
    static InstanceRows read(byte[] bytes) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json, JsonToken.START_ARRAY);
            if (number(json) != VERSION) {
                throw new IOException("the instance speaks another version");
            }
            Instant asOf = Instant.ofEpochMilli(number(json));
            long newest = number(json);
            CoverageFacts facts = new CoverageFacts(
                    newest == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(newest)),
                    number(json),
                    number(json));
            List<Integer> partitions = new ArrayList<>();
            expect(json, JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                partitions.add(json.getIntValue());
            }
            expect(json, JsonToken.END_ARRAY);
            Map<GroupKey, Totals> groups = new HashMap<>();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                readGroup(json, groups);
            }
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getIntValue() != groups.size()) {
                throw new IOException("the answer is cut off");
            }
            return new InstanceRows(asOf, partitions, facts, groups);
        } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
            throw new IOException("the answer cannot be read", e);
        }
    }

    private static void readGroup(JsonParser json, Map<GroupKey, Totals> groups) throws IOException {
        long window = number(json);
        List<String> values = new ArrayList<>();
        expect(json, JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            values.add(json.getText());
        }
        expect(json, JsonToken.START_ARRAY);
        long requests = number(json);
        long errors = number(json);
        long unpriced = number(json);
        long unattributed = number(json);
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < Unit.count(); i++) {
            quantities.set(Unit.at(i), number(json));
        }
        expect(json, JsonToken.END_ARRAY);
        Money listCost = money(json);
        Money cost = money(json);
        expect(json, JsonToken.END_ARRAY);
        groups.put(
                GroupKey.of(window, values),
                new Totals(requests, errors, unpriced, unattributed, quantities.build(), listCost, cost));
    }

    private static Money money(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return Money.ofPicos(new BigInteger(json.getText()));
    }

    private static long number(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void expect(JsonParser json, JsonToken token) throws IOException {
        JsonToken found = json.nextToken();
        if (found != token) {
            throw new IOException("found " + found + ", expected " + token);
        }
    }
}
