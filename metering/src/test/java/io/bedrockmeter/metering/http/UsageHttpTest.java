package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.http.Events.NOVA;
import static io.bedrockmeter.metering.http.Events.SONNET;
import static io.bedrockmeter.metering.http.Events.event;
import static io.bedrockmeter.metering.http.Explorer.lines;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UsageHttpTest {

    private final Explorer explorer = Explorer.start();

    @BeforeEach
    void fill() {
        explorer.log.add(
                event("2026-11-16T09:30:00Z", "search", NOVA, "1.00"),
                event("2026-11-16T10:10:00Z", "search", SONNET, "5.00"),
                event("2026-11-16T10:20:00Z", "ads", NOVA, "2.00"),
                event("2026-11-17T08:00:00Z", "ads", NOVA, "2.50"),
                event("2026-11-17T09:00:00Z", Dimensions.UNATTRIBUTED, NOVA, "0.25"));
    }

    @AfterEach
    void stop() {
        explorer.close();
    }

    @Test
    void groups_are_sorted_by_cost_and_add_up_to_the_total() {
        JsonNode answer = explorer.usage("group_by", "Team");

        assertThat(lines(answer)).containsExactly("search 6", "ads 4.5", "UNATTRIBUTED 0.25");
        assertThat(answer.at("/total/cost").asText()).isEqualTo("10.750000000000");
        assertThat(answer.at("/total/requests").asLong()).isEqualTo(5);
        assertThat(answer.at("/total/inputTokens").asLong()).isEqualTo(50);
        assertThat(answer.at("/groups/0/cost").isTextual()).isTrue();
    }

    @Test
    void an_answer_says_what_it_rests_on() {
        JsonNode answer = explorer.usage("group_by", "Team");

        assertThat(answer.get("asOf").asText()).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(answer.get("partial").asBoolean()).isFalse();
        assertThat(answer.get("granularity").asText()).isEqualTo("total");
        assertThat(answer.at("/coverage/unattributed").asLong()).isEqualTo(1);
        assertThat(answer.at("/coverage/unattributedShare").asText()).isEqualTo("0.200000");
        assertThat(answer.at("/coverage/deadLettered").asLong()).isEqualTo(3);
        assertThat(answer.at("/coverage/outsideTheLogs")).hasSize(3);
    }

    @Test
    void keys_come_comma_separated_or_repeated_in_any_spelling_of_the_taxonomy() {
        JsonNode comma = explorer.usage("group_by", "model,team-id");
        JsonNode repeated = explorer.usage("group_by", "model", "group_by", "Team");

        assertThat(lines(comma))
                .containsExactly(
                        SONNET + ",search 5", NOVA + ",ads 4.5", NOVA + ",search 1", NOVA + ",UNATTRIBUTED 0.25");
        assertThat(repeated.get("groups")).isEqualTo(comma.get("groups"));
        assertThat(comma.get("groupBy")).hasToString("[\"model\",\"Team\"]");
    }

    @Test
    void filters_are_all_to_be_met() {
        assertThat(lines(explorer.usage("group_by", "Team", "filter", "model:" + NOVA)))
                .containsExactly("ads 4.5", "search 1", "UNATTRIBUTED 0.25");
        assertThat(lines(explorer.usage("group_by", "Team", "filter", "Team:in:ads|search")))
                .containsExactly("search 6", "ads 4.5");
        assertThat(lines(
                        explorer.usage("group_by", "Team", "filter", "model:prefix:amazon.", "filter", "Team:not:ads")))
                .containsExactly("search 1", "UNATTRIBUTED 0.25");
    }

    @Test
    void a_range_is_half_open() {
        assertThat(lines(explorer.usage("group_by", "Team", "from", "2026-11-16", "to", "2026-11-17")))
                .containsExactly("search 6", "ads 2");
        assertThat(lines(explorer.usage(
                        "group_by", "Team", "from", "2026-11-16T10:10:00Z", "to", "2026-11-17T09:00:00Z")))
                .containsExactly("search 5", "ads 4.5");
    }

    @Test
    void windows_are_told_apart_and_sorted_by_key_on_request() {
        JsonNode answer = explorer.usage("group_by", "Team", "granularity", "day", "sort", "key");

        assertThat(lines(answer))
                .containsExactly(
                        "2026-11-16T00:00:00Z,ads 2",
                        "2026-11-16T00:00:00Z,search 6",
                        "2026-11-17T00:00:00Z,UNATTRIBUTED 0.25",
                        "2026-11-17T00:00:00Z,ads 2.5");
    }

    @Test
    void lines_can_be_sorted_by_requests_tokens_and_upwards() {
        explorer.log.add(event("2026-11-17T09:00:00Z", "ads", NOVA, "0"));

        assertThat(lines(explorer.usage("group_by", "Team", "sort", "requests")))
                .containsExactly("ads 4.5", "search 6", "UNATTRIBUTED 0.25");
        assertThat(lines(explorer.usage("group_by", "Team", "sort", "tokens", "order", "asc")))
                .containsExactly("UNATTRIBUTED 0.25", "search 6", "ads 4.5");
    }

    @Test
    void a_cut_leaves_an_exact_remainder() {
        JsonNode answer = explorer.usage("group_by", "Team", "top", "1");

        assertThat(lines(answer)).containsExactly("search 6", "OTHER 4.75");
        assertThat(answer.at("/groups/1/remainderOf").asInt()).isEqualTo(2);
        assertThat(answer.at("/total/cost").asText()).isEqualTo("10.750000000000");
    }

    @Test
    void a_cut_over_windows_keeps_the_same_groups_in_all_of_them() {
        JsonNode answer = explorer.usage("group_by", "Team", "top", "1", "granularity", "day", "sort", "key");

        assertThat(lines(answer))
                .containsExactly(
                        "2026-11-16T00:00:00Z,search 6",
                        "2026-11-16T00:00:00Z,OTHER 2",
                        "2026-11-17T00:00:00Z,OTHER 2.75");
    }

    @Test
    void a_period_is_compared_with_the_one_before() {
        JsonNode answer =
                explorer.usage("group_by", "Team", "from", "2026-11-17", "to", "2026-11-18", "compare", "previous");

        assertThat(lines(answer)).containsExactly("ads 2.5", "UNATTRIBUTED 0.25", "search 0");
        assertThat(answer.at("/previous/from").asText()).isEqualTo("2026-11-16T00:00:00Z");
        assertThat(answer.at("/groups/0/previous/delta").asText()).isEqualTo("0.500000000000");
        assertThat(answer.at("/groups/0/previous/ratio").asText()).isEqualTo("1.250000");
        assertThat(answer.at("/groups/1/previous/ratio").isMissingNode()).isTrue();
        assertThat(answer.at("/groups/2/previous/delta").asText()).isEqualTo("-6.000000000000");
        assertThat(answer.at("/total/previous/cost").asText()).isEqualTo("8.000000000000");
    }

    @Test
    void windows_are_compared_one_by_one() {
        JsonNode answer = explorer.usage(
                "from", "2026-11-17", "to", "2026-11-18", "compare", "previous", "granularity", "hour", "sort", "key");

        List<String> previous = new ArrayList<>();
        answer.get("groups")
                .forEach(group ->
                        previous.add(group.at("/key/windowStart").asText().substring(11, 13) + " "
                                + group.at("/previous/delta").asText()));
        assertThat(previous).containsExactly("08 2.500000000000", "09 -0.750000000000", "10 -7.000000000000");
    }

    @Test
    void pages_join_to_the_whole_even_when_a_line_before_them_appears() {
        JsonNode first = explorer.usage("group_by", "Team", "limit", "1");
        explorer.log.add(event("2026-11-17T09:00:00Z", "newcomer", NOVA, "100"));
        JsonNode second = explorer.usage(
                "group_by", "Team", "limit", "5", "cursor", first.get("next").asText());

        assertThat(lines(first)).containsExactly("search 6");
        assertThat(lines(second)).containsExactly("ads 4.5", "UNATTRIBUTED 0.25");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void a_cursor_of_another_question_is_refused() {
        JsonNode first = explorer.usage("group_by", "Team", "limit", "1");

        HttpResponse<String> answer = explorer.get(
                "/v1/usage",
                "group_by",
                "model",
                "limit",
                "1",
                "cursor",
                first.get("next").asText());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"cursor\"");
    }

    @Test
    void csv_comes_by_accept_or_by_format() {
        String expected = """
                Team,requests,errors,inputTokens,outputTokens,cacheReadTokens,cacheWriteTokens,unpriced,unattributed,listCost,cost
                search,2,0,20,4,0,0,0,0,6.000000000000,6.000000000000
                ads,2,0,20,4,0,0,0,0,4.500000000000,4.500000000000
                UNATTRIBUTED,1,0,10,2,0,0,0,1,0.250000000000,0.250000000000
                """.replace("\n", "\r\n");

        HttpResponse<String> byFormat = explorer.get("/v1/usage", "group_by", "Team", "format", "csv");
        HttpResponse<String> byAccept =
                Explorer.send(HttpRequest.newBuilder(explorer.uri("/v1/usage", "group_by", "Team"))
                        .header("Accept", "application/json;q=0.5, text/csv"));

        assertThat(byFormat.body()).isEqualTo(expected);
        assertThat(byAccept.body()).isEqualTo(expected);
        assertThat(byFormat.headers().firstValue("content-type")).contains("text/csv;charset=utf-8");
        assertThat(byFormat.headers().firstValue("meter-as-of")).contains("2026-11-21T12:00:00Z");
    }

    @Test
    void csv_never_holds_a_formula() {
        explorer.log.add(event("2026-11-17T09:00:00Z", "=cmd|'/C calc'!A0, \"x\"", NOVA, "100"));

        HttpResponse<String> answer = explorer.get("/v1/usage", "group_by", "Team", "format", "csv", "top", "1");

        assertThat(answer.body().lines().skip(1).findFirst().orElseThrow())
                .startsWith("\"'=cmd|'/C calc'!A0, \"\"x\"\"\",1,");
    }

    @Test
    void other_media_types_are_refused() {
        HttpResponse<String> answer =
                Explorer.send(HttpRequest.newBuilder(explorer.uri("/v1/usage")).header("Accept", "image/png"));

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.body()).contains("not-acceptable").contains("text/csv");
    }

    @Test
    void the_same_content_has_the_same_revision() {
        String before = explorer.usage("group_by", "Team").get("revision").asText();
        String again = explorer.usage("group_by", "Team").get("revision").asText();
        explorer.log.add(event("2026-11-17T09:00:00Z", "ads", NOVA, "0.01"));
        String after = explorer.usage("group_by", "Team").get("revision").asText();

        assertThat(again).isEqualTo(before);
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void whole_months_are_read_as_months_and_edges_as_shorter_windows() {
        explorer.usage("from", "2026-10-31T22:58:00Z", "to", "2026-12-02T01:00:00Z");

        assertThat(explorer.log.read())
                .containsExactly(
                        Granularity.MINUTE, Granularity.HOUR, Granularity.MONTH, Granularity.DAY, Granularity.HOUR);
    }

    @Test
    void totals_of_an_unknown_time_are_no_answer() {
        explorer.log.setAsOfUnknown();

        HttpResponse<String> answer = explorer.get("/v1/usage");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("not-ready");
    }

    @Test
    void totals_that_cannot_be_read_are_no_zero() {
        explorer.log.setUnavailable(true);

        HttpResponse<String> answer = explorer.get("/v1/usage");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("2");
        assertThat(answer.body()).contains("not-ready").contains("partitions are moving");
    }
}
