package io.bedrockmeter.client;

import io.bedrockmeter.ingest.events.CloudEventParser;
import io.bedrockmeter.ingest.events.EventResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes events as bedrock-meter does: whatever comes goes through the intake's own parser. */
final class FakeIntake extends LocalServer {

    private final CloudEventParser parser = new CloudEventParser(Clock.systemUTC());
    final List<EventResult> events = new CopyOnWriteArrayList<>();

    @Override
    Answer otherwise(Asked request) {
        List<EventResult> results = parser.parse(request.body(), 0, request.body().length, true, "http:test");
        events.addAll(results);
        String json = "{\"accepted\":" + results.size() + ",\"refusedCount\":0,\"refused\":[]}";
        return new Answer(200, Map.of(), List.of(json.getBytes(StandardCharsets.UTF_8)), false);
    }

    /** Refuses a coming delivery. */
    void refuse(int status, String retryAfter) {
        answer(new Answer(
                status,
                Map.of("Retry-After", retryAfter, "Content-Type", "application/problem+json"),
                List.of("{}".getBytes(StandardCharsets.UTF_8)),
                false));
    }

    /** All that came over the wire. */
    String received() {
        StringBuilder all = new StringBuilder();
        asked.forEach(request -> all.append(request.text()).append('\n'));
        return all.toString();
    }
}
