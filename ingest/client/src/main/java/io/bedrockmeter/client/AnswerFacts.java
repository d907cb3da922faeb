package io.bedrockmeter.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;

/**
 * What the answer of a call tells about its cost, taken from its bytes as they pass by; the model classes of older SDKs lack
 * some of it. Not thread-safe.
 */
final class AnswerFacts {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int SMALL = 8 << 10;
    private static final int LONGEST_CHUNK = 512 << 10;
    private static final String METRICS = "amazon-bedrock-invocationMetrics";
    /** At the top of an answer, and of each event of a model's own stream. */
    private static final Map<String, Integer> ANSWER_FIELDS =
            Map.of("usage", SMALL, "serviceTier", SMALL, "message", SMALL, METRICS, SMALL);
    /** A model's own event, in Base64. */
    private static final Map<String, Integer> CHUNK_FIELDS = Map.of("bytes", LONGEST_CHUNK);

    private final TokenCounts fromBody = new TokenCounts();
    private final TokenCounts fromBedrock = new TokenCounts();
    private final FieldScanner answer = new FieldScanner(ANSWER_FIELDS, this::answerField);
    private final EventFrames frames = new EventFrames(new StreamEvents());
    private final Operation operation;
    private String serviceTier = "";
    private boolean finalSeen;

    AnswerFacts(Operation operation) {
        this.operation = operation;
    }

    /** Looks at bytes of the answer; the buffer's position stays. */
    void accept(ByteBuffer bytes) {
        if (operation.streamed()) {
            frames.accept(bytes);
        } else {
            answer.accept(bytes);
        }
    }

    /** Counts of the answer's headers (InvokeModel). */
    void header(String name, String value) {
        long count = value.matches("[0-9]{1,12}") ? Long.parseLong(value) : TokenCounts.ABSENT;
        switch (name) {
            case "x-amzn-bedrock-input-token-count" -> fromBedrock.input = count;
            case "x-amzn-bedrock-output-token-count" -> fromBedrock.output = count;
            case "x-amzn-bedrock-cache-read-input-token-count" -> fromBedrock.cacheRead = count;
            case "x-amzn-bedrock-cache-write-input-token-count" -> fromBedrock.cacheWrite = count;
            case "x-amzn-bedrock-service-tier" -> serviceTier = tier(value);
            default -> {}
        }
    }

    /** Whether the counts are those of the whole answer: it was complete, or what ends a stream was seen. */
    boolean complete() {
        return operation.streamed() ? finalSeen : answer.closed();
    }

    /** All counts; call when nothing more comes. */
    TokenCounts counts() {
        fromBody.fillFrom(fromBedrock);
        return fromBody;
    }

    /** Service tier that was used, empty when the answer does not say. */
    String serviceTier() {
        return serviceTier;
    }

    private void answerField(String name, byte[] value, int length) {
        try (JsonParser json = JSON.createParser(value, 0, length)) {
            json.nextToken();
            switch (name) {
                case "usage" -> fromBody.readUsage(json);
                case METRICS -> {
                    fromBedrock.readInvocationMetrics(json);
                    finalSeen = true;
                }
                case "serviceTier" -> readInside(json, "type");
                default -> readInside(json, "usage");
            }
        } catch (IOException e) {
            // Not what this field is known as: then it says nothing. The message could quote the answer.
        }
    }

    private void readInside(JsonParser json, String wanted) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (!name.equals(wanted)) {
                json.skipChildren();
            } else if (wanted.equals("usage")) {
                fromBody.readUsage(json);
            } else if (token == JsonToken.VALUE_STRING) {
                serviceTier = tier(json.getText());
            }
        }
    }

    /** Tiers are short words; anything else does not leave. */
    private static String tier(String text) {
        return text.matches("[a-z0-9_-]{1,32}") ? text : "";
    }

    /** The events of a stream: those of ConverseStream are JSON, those of InvokeModel wrap the model's own. */
    private final class StreamEvents implements EventFrames.Events {

        private FieldScanner current = new FieldScanner(Map.of(), (name, json, length) -> {});
        private boolean metadata;
        private boolean wanted;

        @Override
        public void begin(String type) {
            metadata = type.equals("metadata") && operation == Operation.CONVERSE_STREAM;
            boolean chunk = type.equals("chunk") && operation == Operation.INVOKE_MODEL_WITH_RESPONSE_STREAM;
            wanted = metadata || chunk;
            if (metadata) {
                current = new FieldScanner(ANSWER_FIELDS, AnswerFacts.this::answerField);
            } else if (chunk) {
                current = new FieldScanner(CHUNK_FIELDS, (name, json, length) -> chunk(json, length));
            }
        }

        @Override
        public void payload(ByteBuffer piece) {
            if (wanted) {
                current.accept(piece);
            }
        }

        @Override
        public void end() {
            wanted = false;
            finalSeen |= metadata;
        }

        private void chunk(byte[] json, int length) {
            int start = 0;
            int end = length;
            while (start < end && json[start] != '"') {
                start++;
            }
            while (end > start && json[end - 1] != '"') {
                end--;
            }
            if (end - start < 2) {
                return;
            }
            try {
                ByteBuffer decoded = Base64.getDecoder().decode(ByteBuffer.wrap(json, start + 1, end - start - 2));
                new FieldScanner(ANSWER_FIELDS, AnswerFacts.this::answerField).accept(decoded);
            } catch (IllegalArgumentException e) {
                // No Base64: no event of a model.
            }
        }
    }
}
