package io.bedrockmeter.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Posts batches of events to bedrock-meter, one after the other. */
final class Delivery {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonFactory JSON = new JsonFactory();

    private final URI uri;
    private final Supplier<String> apiKey;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(task -> {
                Thread thread = new Thread(task, "bedrock-meter-http");
                thread.setDaemon(true);
                thread.start();
            })
            .build();

    /** What came of a delivery. */
    sealed interface Outcome {

        /** It was taken, all but so many events. */
        record Taken(long refused) implements Outcome {}

        /** None of it was taken, and never will be. */
        record Refused(String reason) implements Outcome {}

        /** None of it was taken now; after a while it may be. */
        record Busy(String reason, Optional<Duration> retryAfter) implements Outcome {}
    }

    Delivery(URI uri, Supplier<String> apiKey) {
        this.uri = uri;
        this.apiKey = apiKey;
    }

    /** Posts events as one batch. */
    Outcome post(List<byte[]> events) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/cloudevents-batch+json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(batch(events)));
            String key = apiKey.get();
            if (!key.isEmpty()) {
                request.header("Authorization", "Bearer " + key);
            }
            return outcome(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return new Outcome.Busy(e.getClass().getSimpleName(), Optional.empty());
        } catch (RuntimeException e) {
            // What gives the key failed, or gave what cannot be a header: its message could quote it.
            return new Outcome.Busy(e.getClass().getSimpleName(), Optional.empty());
        }
    }

    private static Outcome outcome(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return new Outcome.Taken(status == 207 ? refusedCount(response.body()) : 0);
        }
        boolean passing = status == 429 || status == 408 || status / 100 == 5;
        return passing
                ? new Outcome.Busy("HTTP " + status, retryAfter(response))
                : new Outcome.Refused("HTTP " + status);
    }

    private static Optional<Duration> retryAfter(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static long refusedCount(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return 0;
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (name.equals("refusedCount") && token == JsonToken.VALUE_NUMBER_INT) {
                    return json.getLongValue();
                }
                json.skipChildren();
            }
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static byte[] batch(List<byte[]> events) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        batch.write('[');
        for (byte[] event : events) {
            if (batch.size() > 1) {
                batch.write(',');
            }
            batch.writeBytes(event);
        }
        batch.write(']');
        return batch.toByteArray();
    }
}
