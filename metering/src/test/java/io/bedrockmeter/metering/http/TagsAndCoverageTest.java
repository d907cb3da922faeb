package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.event;
import static io.bedrockmeter.metering.http.Explorer.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TagsAndCoverageTest {

    private final Explorer explorer = Explorer.start();

    @BeforeEach
    void fill() {
        explorer.log.add(
                event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"),
                event("2026-11-16T10:20:00Z", "ads", NOVA, "2.00"),
                event("2026-11-17T08:00:00Z", "ads", NOVA, "0"),
                event("2026-11-17T09:00:00Z", Dimensions.UNATTRIBUTED, NOVA, "0.25"));
    }

    @AfterEach
    void stop() {
        explorer.close();
    }

    @Test
    void every_key_is_listed_with_its_values_costliest_first() {
        JsonNode answer = explorer.ok("/v1/tags");

        assertThat(answer.get("tags").findValuesAsText("key"))
                .containsExactly("Application", "Environment", "Team", "CostCenter", "Owner");
        assertThat(answer.at("/tags/2/values").findValuesAsText("value"))
                .containsExactly("ads", "search", Dimensions.UNATTRIBUTED);
        assertThat(answer.at("/tags/2/valueCount").asInt()).isEqualTo(3);
        assertThat(answer.at("/tags/2/values/0/cost").asText()).isEqualTo("2.000000000000");
        assertThat(answer.at("/tags/2/values/0/requests").asInt()).isEqualTo(2);
    }

    @Test
    void one_key_can_be_asked_for_and_cut() {
        JsonNode answer = explorer.ok("/v1/tags", "key", "team", "top", "1", "from", "2026-11-16", "to", "2026-11-17");

        assertThat(answer.get("tags")).hasSize(1);
        assertThat(answer.at("/tags/0/values"))
                .hasToString("[{\"value\":\"ads\",\"requests\":1,\"cost\":\"2.000000000000\"},"
                        + "{\"value\":\"OTHER\",\"requests\":1,\"cost\":\"1.000000000000\",\"remainderOf\":1}]");
        assertThat(answer.at("/tags/0/valueCount").asInt()).isEqualTo(2);
    }

    @Test
    void a_dimension_is_no_tag_key() {
        assertThat(explorer.get("/v1/tags", "key", "model").body())
                .contains("there is no tag key model; known: Application, Environment");
    }

    @Test
    void coverage_tells_shares_freshness_and_blind_spots() {
        JsonNode answer = explorer.ok("/v1/coverage");

        assertThat(answer.get("requests").asInt()).isEqualTo(4);
        assertThat(answer.get("unpriced").asInt()).isEqualTo(1);
        assertThat(answer.get("unpricedShare").asText()).isEqualTo("0.250000");
        assertThat(answer.get("unattributedShare").asText()).isEqualTo("0.250000");
        assertThat(answer.get("deadLettered").asInt()).isEqualTo(3);
        assertThat(answer.get("beyondRetention").asInt()).isEqualTo(2);
        assertThat(answer.get("newestEvent").asText()).isEqualTo("2026-11-17T09:00:00Z");
        assertThat(answer.get("freshnessLagMs").asInt()).isZero();
        assertThat(answer.get("outsideTheLogs").toString()).contains("bedrock-mantle", "provisioned", "batch");
    }

    @Test
    void coverage_of_nothing_is_no_division_by_zero() {
        JsonNode answer = explorer.ok("/v1/coverage", "filter", "Team:nobody");

        assertThat(answer.get("requests").asInt()).isZero();
        assertThat(answer.get("unpricedShare").asText()).isEqualTo("0.000000");
    }

    @Test
    void coverage_tells_a_quiet_source_from_one_that_nobody_reads() {
        explorer.log.reported(
                report("a:quiet", NOW.minusSeconds(2), 0, "", NOW.minusSeconds(1)),
                report("b:dead", NOW.minusSeconds(40), 0, "", NOW.minusSeconds(31)),
                report("c:denied", NOW.minusSeconds(20), 0, "AccessDenied", NOW.minusSeconds(1)),
                report("d:busy", NOW.minusSeconds(1), 60_000, "", NOW.minusSeconds(1)),
                report("e:slow", NOW.minusSeconds(61), 0, "", NOW.minusSeconds(1)));

        JsonNode ingest = explorer.ok("/v1/coverage").get("ingest");

        assertThat(ingest.get("sources").findValuesAsText("state"))
                .containsExactly("fresh", "silent", "failing", "behind", "behind");
        assertThat(ingest.get("notFresh").asInt()).isEqualTo(4);
        assertThat(ingest.get("lagMs").asLong()).isEqualTo(61_000);
        assertThat(ingest.at("/sources/2/problem").asText()).isEqualTo("AccessDenied");
        assertThat(ingest.at("/sources/0/lagMs").asLong()).isEqualTo(2_000);
    }

    @Test
    void a_source_that_was_never_complete_leaves_open_how_fresh_ingest_is() {
        explorer.log.reported(
                report("a", NOW, 0, "", NOW), report("b", Instant.EPOCH, 0, "ResourceNotFoundException", NOW));

        JsonNode ingest = explorer.ok("/v1/coverage").get("ingest");

        assertThat(ingest.has("completeAt")).isFalse();
        assertThat(ingest.has("lagMs")).isFalse();
    }

    private static SourceReport report(
            String source, Instant completeAt, long backfillLeftMs, String problem, Instant reportedAt) {
        return new SourceReport(source, "i", completeAt, Instant.EPOCH, 0, backfillLeftMs, problem, reportedAt);
    }
}
