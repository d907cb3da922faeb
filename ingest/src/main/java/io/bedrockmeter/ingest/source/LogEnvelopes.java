package io.bedrockmeter.ingest.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bedrockmeter.ingest.json.JsonStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens what CloudWatch Logs wraps around records: subscription payloads ({@code messageType}, {@code logEvents}), answers
 * of FilterLogEvents and GetLogEvents ({@code events}), and single events of those ({@code message} with a
 * {@code timestamp}). Thread-safe.
 */
final class LogEnvelopes {

    /** What is inside of a document. */
    sealed interface Content {

        /**
         * Log events; each message is one record.
         *
         * @param list name of the list they were in, empty for a single event
         * @param messages their messages
         */
        record Messages(String list, List<String> messages) implements Content {}

        /** A health check of CloudWatch Logs, without records. */
        record HealthCheck() implements Content {}

        /** The document is no envelope. */
        record None() implements Content {}
    }

    private static final Content NONE = new Content.None();

    private final JsonFactory factory;

    LogEnvelopes(int maxRecordBytes) {
        this.factory = JsonStreams.factory(maxRecordBytes);
    }

    Content open(byte[] buffer, int offset, int length) {
        try (JsonParser json = factory.createParser(buffer, offset, length)) {
            return json.nextToken() == JsonToken.START_OBJECT ? open(json) : NONE;
        } catch (IOException e) {
            return NONE;
        }
    }

    private static Content open(JsonParser json) throws IOException {
        String list = "";
        List<String> messages = new ArrayList<>();
        String own = "";
        boolean dated = false;
        boolean control = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if ((name.equals("logEvents") || name.equals("events")) && value == JsonToken.START_ARRAY) {
                list = name;
                readEvents(json, messages);
            } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
                own = json.getText();
            } else if (name.equals("messageType") && value == JsonToken.VALUE_STRING) {
                control = json.getText().equals("CONTROL_MESSAGE");
            } else {
                dated |= name.equals("timestamp") && value == JsonToken.VALUE_NUMBER_INT;
                json.skipChildren();
            }
        }
        if (control) {
            return new Content.HealthCheck();
        }
        if (!list.isEmpty()) {
            return new Content.Messages(list, messages);
        }
        return dated && !own.isEmpty() ? new Content.Messages("", List.of(own)) : NONE;
    }

    private static void readEvents(JsonParser json, List<String> messages) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String message = "";
            if (json.currentToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    if (json.nextToken() == JsonToken.VALUE_STRING && name.equals("message")) {
                        message = json.getText();
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                json.skipChildren();
            }
            messages.add(message);
        }
    }
}
