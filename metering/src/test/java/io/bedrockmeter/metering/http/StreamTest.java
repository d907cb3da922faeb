package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.event;
import static io.bedrockmeter.metering.http.Explorer.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamTest {

    private final Explorer explorer = Explorer.in("UTC")
            .limits(QueryLimits.defaults().withStreams(2, Duration.ofMillis(100), Duration.ofMillis(150)))
            .start();

    @AfterEach
    void stop() {
        explorer.close();
    }

    @Test
    void an_answer_comes_at_once_and_again_when_it_changes() throws IOException {
        explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            EventStream.Message first = stream.next();
            explorer.log.add(event("2026-11-16T09:31:00Z", "ads", NOVA, "2.00"));
            EventStream.Message second = stream.next();

            assertThat(first.event()).isEqualTo("usage");
            assertThat(lines(first.json())).containsExactly("search 1");
            assertThat(lines(second.json())).containsExactly("ads 2", "search 1");
            assertThat(second.id())
                    .isEqualTo(second.json().get("revision").asText())
                    .isNotEqualTo(first.id());
        }
    }

    @Test
    void a_client_that_comes_back_hears_nothing_it_has() throws IOException {
        explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        String revision = explorer.usage("group_by", "Team").get("revision").asText();
        try (EventStream stream = EventStream.open(explorer, revision, "group_by", "Team")) {
            stream.awaitComment();
            explorer.log.add(event("2026-11-16T09:31:00Z", "ads", NOVA, "2.00"));

            assertThat(lines(stream.next().json())).containsExactly("ads 2", "search 1");
        }
    }

    @Test
    void a_change_that_reaches_the_totals_late_is_told_too() throws IOException {
        explorer.log.addUnsettled(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            EventStream.Message before = stream.next();
            stream.awaitComment();
            explorer.log.settle();

            assertThat(lines(before.json())).isEmpty();
            assertThat(lines(stream.next().json())).containsExactly("search 1");
        }
    }

    @Test
    void heartbeats_tell_how_fresh_the_totals_are() throws IOException {
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            assertThat(stream.awaitComment()).isEqualTo(": asOf=2026-11-21T12:00:00Z");
        }
    }

    @Test
    void many_changes_come_as_few_messages_and_the_last_one_counts() throws IOException {
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            stream.next();
            int messages = 0;
            for (int i = 0; i < 2_000; i++) {
                explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "0.001"));
            }
            JsonNode latest = stream.next().json();
            for (messages = 1; !latest.at("/total/cost").asText().equals("2.000000000000"); messages++) {
                latest = stream.next().json();
            }

            assertThat(messages).isLessThan(200);
        }
    }

    @Test
    void a_question_that_cannot_be_answered_gets_a_status() {
        HttpResponse<String> answer = explorer.get("/v1/usage/stream", "group_by", "Squad");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void a_stream_that_is_interrupted_inside_tells_why_and_goes_on() throws IOException {
        try (EventStream stream = EventStream.open(explorer, "")) {
            stream.next();
            explorer.log.setUnavailable(true);
            explorer.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
            EventStream.Message problem = stream.next();
            explorer.log.setUnavailable(false);
            EventStream.Message answer = stream.next();

            assertThat(problem.event()).isEqualTo("problem");
            assertThat(problem.json().get("code").asText()).isEqualTo("not-ready");
            assertThat(answer.json().at("/total/cost").asText()).isEqualTo("1.000000000000");
        }
    }

    @Test
    void more_streams_than_allowed_are_refused_and_places_come_free() throws IOException {
        try (EventStream one = EventStream.open(explorer, "");
                EventStream two = EventStream.open(explorer, "")) {
            one.next();
            two.next();

            HttpResponse<String> refused = explorer.get("/v1/usage/stream");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
        }
        Awaitility.await()
                .until(() -> explorer.registry
                                .get("bedrock.meter.http.streams")
                                .gauge()
                                .value()
                        == 0);
        try (EventStream again = EventStream.open(explorer, "")) {
            assertThat(again.next().event()).isEqualTo("usage");
        }
    }

    @Test
    void a_client_that_does_not_read_gets_the_latest_answer_and_not_all_it_missed() throws IOException {
        StringBuilder longName = new StringBuilder("team").append("x".repeat(240));
        for (int i = 0; i < 2_000; i++) {
            explorer.log.add(event("2026-11-16T09:30:00Z", longName.toString() + i, NOVA, "0.001"));
        }
        try (EventStream stream = EventStream.open(explorer, "", "group_by", "Team")) {
            List<Integer> seen = new java.util.ArrayList<>();
            int changes = 40;
            for (int i = 0; i < changes; i++) {
                int readsBefore = explorer.log.read().size();
                explorer.log.add(event("2026-11-16T09:30:00Z", "late" + i, NOVA, "0.001"));
                Awaitility.await().until(() -> explorer.log.read().size() > readsBefore);
            }
            while (!seen.contains(2_000 + changes)) {
                seen.add(stream.next().json().get("groupCount").asInt());
            }

            assertThat(seen).hasSizeLessThan(changes).last().isEqualTo(2_000 + changes);
        }
    }
}
