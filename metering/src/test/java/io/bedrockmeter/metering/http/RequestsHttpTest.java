package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.explain.History;
import io.bedrockmeter.metering.http.Peers.Cluster;
import io.bedrockmeter.metering.http.Peers.Owner;
import io.bedrockmeter.metering.http.Peers.Peer;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.metering.topology.Samples;
import io.bedrockmeter.schemas.model.Quantities;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code /v1/requests/ID} over what the production topology remembers. */
final class RequestsHttpTest {

    /** Nobody holds the partition of any request. */
    static final Peers MOVING = ownedBy(new Owner.Moving());

    @Test
    void a_request_is_explained_with_sources_rates_and_corrections() {
        try (MeteringHarness metering = metered();
                Explorer explorer = serving(metering)) {
            JsonNode answer = explorer.ok("/v1/requests/call");

            assertThat(answer.get("cost").asText()).isEqualTo("0.006000000000");
            assertThat(answer.at("/inForce/0/revision").asInt()).isEqualTo(2);
            assertThat(answer.at("/inForce/0/reason").asText()).isEqualTo("TAG_EVENT");
            assertThat(answer.at("/inForce/0/rating/charges/0/usdPerUnit").asText())
                    .isEqualTo("0.000003");
            assertThat(answer.at("/inForce/0/tags").findValuesAsText("source")).contains("TAG_EVENT");
            assertThat(answer.get("ledger").findValuesAsText("sign")).containsExactly("1", "-1", "1");
            assertThat(answer.at("/memory/horizon").asText()).isEqualTo("PT192H");
            assertThat(answer.at("/search/complete").asBoolean()).isTrue();
        }
    }

    @Test
    void whoever_is_asked_finds_what_another_instance_remembers() {
        try (MeteringHarness metering = metered();
                Explorer owner = serving(metering);
                Explorer asked = Explorer.in("UTC")
                        .requests(new Forgetful(metering))
                        .peers(ownedBy(new Owner.There(new Peer("127.0.0.1", owner.port(), List.of(0)))))
                        .start()) {
            JsonNode answer = asked.ok("/v1/requests/call");
            HttpResponse<String> unknown = asked.get("/v1/requests/never%2Fseen");

            assertThat(answer.get("cost").asText()).isEqualTo("0.006000000000");
            assertThat(unknown.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_request_that_is_not_remembered_is_unknown_and_the_answer_says_how_long_memory_is() {
        try (MeteringHarness metering = metered();
                Explorer explorer = serving(metering)) {
            HttpResponse<String> answer = explorer.get("/v1/requests/other");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(Explorer.json(answer).get("code").asText()).isEqualTo("unknown-request");
            assertThat(Explorer.json(answer).get("detail").asText())
                    .isEqualTo(
                            "request other is not remembered: it was never seen, or last heard of more than 192 hours ago"
                                    + " (metering.requestHorizon)");
        }
    }

    @Test
    void while_nobody_holds_the_request_or_its_holder_is_away_the_caller_is_told_to_come_again() {
        Peer gone = new Peer("127.0.0.1", 1, List.of(0));
        for (Peers peers : List.of(MOVING, ownedBy(new Owner.There(gone)))) {
            try (Explorer explorer = Explorer.in("UTC").peers(peers).start()) {
                HttpResponse<String> answer = explorer.get("/v1/requests/call");

                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(Explorer.json(answer).get("code").asText()).isEqualTo("not-ready");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
        }
    }

    @Test
    void what_a_holder_of_another_version_remembers_is_not_guessed_at() {
        try (Explorer explorer = Explorer.in("UTC").requests(new OtherVersion()).start()) {
            HttpResponse<String> answer = explorer.get("/v1/requests/call");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(Explorer.json(answer).get("detail").asText()).contains("another version");
        }
    }

    /** A request that was corrected by a tag event, and one without a price. */
    static MeteringHarness metered() {
        MeteringHarness metering = new MeteringHarness();
        metering.rates(Samples.rates(MODEL, "3", "15"));
        metering.invocation(call("call", 1_000, 200));
        metering.tagEvent(tags("call", Map.of("Team", "search")));
        metering.invocation(call("unpriced", "some.new-model-v1:0", Samples.NOON, Quantities.tokens(1, 1), Map.of()));
        return metering.settle();
    }

    private static Explorer serving(MeteringHarness metering) {
        return Explorer.in("UTC").requests(new MeteredRequests(metering)).start();
    }

    private static Peers ownedBy(Owner owner) {
        return new Peers() {
            @Override
            public Cluster cluster() {
                return Peers.NONE.cluster();
            }

            @Override
            public Owner ownerOf(String requestId) {
                return owner;
            }
        };
    }

    /** Remembers nothing itself but reads the same topics. */
    private static final class Forgetful implements RequestSource {
        private final MeteredRequests topics;

        Forgetful(MeteringHarness metering) {
            this.topics = new MeteredRequests(metering);
        }

        @Override
        public Optional<byte[]> remembered(String requestId) {
            return Optional.empty();
        }

        @Override
        public History history(String requestId, RequestState state) {
            return topics.history(requestId, state);
        }

        @Override
        public Duration patience() {
            return topics.patience();
        }
    }

    /** Remembers in a form that this version cannot read. */
    private static final class OtherVersion implements RequestSource {
        @Override
        public Optional<byte[]> remembered(String requestId) {
            return Optional.of(new byte[] {77});
        }

        @Override
        public History history(String requestId, RequestState state) {
            throw new AssertionError("what cannot be read has no history");
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(1);
        }
    }
}
