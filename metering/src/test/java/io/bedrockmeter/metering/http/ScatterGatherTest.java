package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.event;
import static io.bedrockmeter.metering.http.Explorer.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.http.Peers.Cluster;
import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.runtime.http.ApiKeys;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScatterGatherTest {

    private final QueryLimits limits =
            QueryLimits.defaults().withDeadlines(Duration.ofSeconds(10), Duration.ofMillis(700));
    private final AtomicReference<Cluster> seenByA =
            new AtomicReference<>(new Cluster(List.of(0), List.of(), List.of()));
    private final AtomicReference<List<Integer>> heldByB = new AtomicReference<>(List.of(1, 2));
    private final Explorer a =
            Explorer.in("Europe/Berlin").limits(limits).peers(seenByA::get).start();
    private final Explorer b = Explorer.in("Europe/Berlin")
            .limits(limits)
            .peers(() -> new Cluster(heldByB.get(), List.of(), List.of()))
            .start();
    private final Explorer c = Explorer.in("Europe/Berlin")
            .limits(limits)
            .peers(() -> new Cluster(List.of(3), List.of(), List.of()))
            .start();

    @AfterEach
    void stop() {
        a.close();
        b.close();
        c.close();
    }

    private static Peer peer(Explorer explorer, Integer... partitions) {
        return new Peer("127.0.0.1", explorer.port(), List.of(partitions));
    }

    private void together(Peer... others) {
        seenByA.set(new Cluster(List.of(0), List.of(others), List.of()));
    }

    @Test
    void groups_of_all_instances_are_added_up() {
        together(peer(b, 1, 2), peer(c, 3));
        a.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"));
        b.log.add(
                event("2026-11-16T09:30:00Z", "search", NOVA, "0.000000000001"),
                event("2026-11-17T09:30:00Z", "a|b:c", NOVA, "2"));
        c.log.add(event("2026-11-16T23:30:00Z", "search", NOVA, "3"));

        JsonNode total = a.usage("group_by", "Team", "from", "2026-11-16", "to", "2026-11-18");
        JsonNode days = a.usage("group_by", "Team", "granularity", "day", "sort", "key", "filter", "Team:not:a|b:c");

        assertThat(lines(total)).containsExactly("search 4.000000000001", "a|b:c 2");
        assertThat(total.get("partial").asBoolean()).isFalse();
        assertThat(lines(days))
                .containsExactly("2026-11-15T23:00:00Z,search 1.000000000001", "2026-11-16T23:00:00Z,search 3");
        assertThat(total.at("/coverage/deadLettered").asInt()).isEqualTo(9);
        assertThat(total.at("/coverage/beyondRetention").asInt()).isEqualTo(6);
    }

    @Test
    void an_instance_that_is_gone_is_named() throws IOException {
        int freePort;
        try (ServerSocket probe = new ServerSocket(0)) {
            freePort = probe.getLocalPort();
        }
        together(peer(b, 1, 2), new Peer("127.0.0.1", freePort, List.of(3)));
        b.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "2"));

        JsonNode answer = a.usage("group_by", "Team");

        assertThat(lines(answer)).containsExactly("search 2");
        assertThat(answer.get("partial").asBoolean()).isTrue();
        assertThat(answer.get("missing")).hasSize(1);
        assertThat(answer.at("/missing/0/instance").asText()).isEqualTo("127.0.0.1:" + freePort);
        assertThat(answer.at("/missing/0/partitions")).hasToString("[3]");
        assertThat(answer.at("/missing/0/reason").asText()).startsWith("no answer: ");
    }

    @Test
    void an_instance_that_is_slow_is_named_after_the_deadline() {
        together(peer(b, 1, 2), peer(c, 3));
        CountDownLatch gate = c.log.close();
        a.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "1"));

        JsonNode answer = a.usage("group_by", "Team");

        gate.countDown();
        assertThat(lines(answer)).containsExactly("search 1");
        assertThat(answer.at("/missing/0/instance").asText()).isEqualTo("127.0.0.1:" + c.port());
        assertThat(answer.at("/missing/0/reason").asText()).isEqualTo("no answer within 700 ms");
    }

    @Test
    void an_instance_that_cannot_read_its_totals_is_named() {
        together(peer(b, 1, 2));
        b.log.setUnavailable(true);

        assertThat(a.usage().at("/missing/0/reason").asText()).isEqualTo("no answer: it answered with status 503");
    }

    @Test
    void the_own_share_can_be_missing_too() {
        together(peer(b, 1, 2));
        a.log.setUnavailable(true);
        b.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "2"));

        JsonNode answer = a.usage("group_by", "Team");

        assertThat(lines(answer)).containsExactly("search 2");
        assertThat(answer.at("/missing/0/partitions")).hasToString("[0]");
    }

    @Test
    void partitions_that_moved_away_are_missing_unless_another_instance_has_them() {
        together(peer(b, 1, 2, 3), peer(c, 3));
        JsonNode found = a.usage();
        together(peer(b, 1, 2, 7), peer(c, 3));
        JsonNode lost = a.usage();

        assertThat(found.get("partial").asBoolean()).isFalse();
        assertThat(lost.at("/missing/0/partitions")).hasToString("[7]");
    }

    @Test
    void partitions_that_two_instances_claim_are_named() {
        together(peer(b, 1, 2), peer(c, 3));
        heldByB.set(List.of(1, 2, 3));

        JsonNode answer = a.usage();

        assertThat(answer.at("/missing/0/partitions")).hasToString("[3]");
        assertThat(answer.at("/missing/0/reason").asText()).contains("may be counted twice");
    }

    @Test
    void partitions_that_nobody_holds_are_named() {
        seenByA.set(new Cluster(List.of(0), List.of(), List.of(5)));

        assertThat(a.usage().at("/missing/0/partitions")).hasToString("[5]");
    }

    @Test
    void too_many_groups_on_another_instance_are_too_many() {
        together(peer(b, 1, 2));
        QueryLimits few = limits.withGroups(10, 10);
        for (int i = 0; i < 11; i++) {
            b.log.add(event("2026-11-16T09:30:00Z", "t" + i, NOVA, "2"));
        }
        try (Explorer asking =
                Explorer.in("Europe/Berlin").limits(few).peers(seenByA::get).start()) {
            HttpResponse<String> answer = asking.get("/v1/usage", "group_by", "Team");

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("group_by");
        }
    }

    @Test
    void a_stream_hears_of_changes_elsewhere() throws IOException {
        together(peer(b, 1, 2));
        try (EventStream stream = EventStream.open(a, "", "group_by", "Team")) {
            stream.next();
            b.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "2"));

            assertThat(lines(stream.next().json())).containsExactly("search 2");
        }
    }

    @Test
    void instances_show_each_other_the_key_they_share() {
        ApiKeys keys = new ApiKeys(Map.of("grafana", ApiKeys.hash("for people")));
        try (Explorer other = Explorer.in("UTC")
                        .access(keys)
                        .peerKey("for peers")
                        .peers(() -> new Cluster(List.of(1), List.of(), List.of()))
                        .start();
                Explorer asking = Explorer.in("UTC")
                        .access(keys)
                        .peerKey("for peers")
                        .peers(() -> new Cluster(List.of(0), List.of(peer(other, 1)), List.of()))
                        .start()) {
            other.log.add(event("2026-11-16T09:30:00Z", "search", NOVA, "2"));

            HttpResponse<String> person =
                    Explorer.send(HttpRequest.newBuilder(asking.uri("/v1/usage", "group_by", "Team"))
                            .header("Authorization", "Bearer for people"));
            HttpResponse<String> intruder = Explorer.send(HttpRequest.newBuilder(asking.uri("/internal/v1/rows"))
                    .header("Authorization", "Bearer for people"));

            assertThat(lines(Explorer.json(person))).containsExactly("search 2");
            assertThat(intruder.statusCode()).isEqualTo(401);
        }
    }
}
