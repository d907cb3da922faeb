package io.bedrockmeter.standalone.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageGroup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReportFormatTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private static final Quantities SEARCH = Quantities.builder()
            .set(Unit.INPUT_TOKEN, 1_234_567)
            .set(Unit.OUTPUT_TOKEN, 89)
            .set(Unit.CACHE_READ_TOKEN, 40)
            .set(Unit.CACHE_WRITE_5M_TOKEN, 7)
            .set(Unit.CACHE_WRITE_1H_TOKEN, 3)
            .build();

    private static Totals totals(long requests, long errors, long unpriced, Quantities quantities, String cost) {
        return new Totals(requests, errors, unpriced, 0, quantities, Money.parse(cost), Money.parse(cost));
    }

    private static Coverage coverage(List<UnpricedModel> unpriced, List<RefusedInput> refusals, long refused) {
        return new Coverage(NOW, 20 + refused, 20, refused, 14, unpriced.size(), 0, unpriced, refusals);
    }

    private static Report report(Coverage coverage, String... teams) {
        Totals search = totals(12, 1, 0, SEARCH, "1234.5678901234");
        Totals other = totals(2, 0, 1, Quantities.tokens(5, 5), "0.0000005");
        return new Report(
                new UsageAnswer(
                        List.of("Team"),
                        Optional.empty(),
                        List.of(group(teams[0], search), group(teams[1], other)),
                        search.plus(other)),
                coverage);
    }

    private static UsageGroup group(String team, Totals totals) {
        return new UsageGroup(new UsageGroup.Key(Optional.empty(), List.of(team)), totals);
    }

    @Test
    void the_table_aligns_numbers_to_the_right_and_says_what_it_stands_for() {
        Coverage coverage = coverage(
                List.of(new UnpricedModel("acme.model-v1:0", UnpricedReason.UNKNOWN_MODEL, 1, 10)),
                List.of(new RefusedInput("a.json:3", RejectionCode.MALFORMED_JSON, "not JSON")),
                1);

        assertThat(ReportFormat.TABLE.render(report(coverage, "search", "UNATTRIBUTED")))
                .isEqualTo("""
                        Team          Requests  Errors      Input  Output  Cache read  Cache write  Unpriced  Unattributed      Cost USD
                        ----------------------------------------------------------------------------------------------------------------
                        search              12       1  1,234,567      89          40           10         0             0  1,234.567890
                        UNATTRIBUTED         2       0          5       5           0            0         1             0      0.000001
                        ----------------------------------------------------------------------------------------------------------------
                        TOTAL               14       1  1,234,572      94          40           10         1             0  1,234.567891

                        Read 21 records: 20 metered as 14 requests, 1 refused.
                        Priced 92.8 %, attributed 100.0 % of requests.
                        No price: acme.model-v1:0 (UNKNOWN_MODEL), 1 requests, 10 tokens
                        """);
    }

    @Test
    void the_table_shows_list_cost_where_something_was_discounted() {
        Totals none = totals(1, 0, 0, Quantities.tokens(1, 1), "2");
        Totals tenth = new Totals(1, 0, 0, 0, Quantities.tokens(1, 1), Money.parse("3"), Money.parse("2.7"));
        Report report = new Report(
                new UsageAnswer(
                        List.of("Team"),
                        Optional.empty(),
                        List.of(group("ads", none), group("search", tenth)),
                        none.plus(tenth)),
                coverage(List.of(), List.of(), 0));

        assertThat(ReportFormat.TABLE.render(report).lines().map(line -> line.replaceAll(" +", " ")))
                .anySatisfy(line -> assertThat(line).endsWith("Unattributed List cost USD Cost USD"))
                .anySatisfy(line -> assertThat(line).startsWith("ads ").endsWith(" 2.000000 2.000000"))
                .anySatisfy(line -> assertThat(line).startsWith("search ").endsWith(" 3.000000 2.700000"))
                .anySatisfy(line -> assertThat(line).startsWith("TOTAL ").endsWith(" 5.000000 4.700000"));
    }

    @Test
    void the_json_holds_amounts_as_strings_of_twelve_places() {
        String json = ReportFormat.JSON.render(report(coverage(List.of(), List.of(), 0), "search", "ads"));

        assertThat(json)
                .startsWith("""
                        {
                          "groups" : [
                            {
                              "key" : {
                                "Team" : "search"
                              },
                              "requests" : 12,
                              "errors" : 1,
                              "inputTokens" : 1234567,
                              "outputTokens" : 89,
                              "cacheReadTokens" : 40,
                              "cacheWriteTokens" : 10,
                              "unpriced" : 0,
                              "unattributed" : 0,
                              "listCost" : "1234.567890123400",
                              "cost" : "1234.567890123400"
                            },
                        """)
                .contains("\"cost\" : \"0.000000500000\"")
                .contains("\"total\" : {\n    \"requests\" : 14,")
                .contains("\"coverage\" : {\n    \"asOf\" : \"2026-11-21T10:00:00Z\",")
                .contains("\"repeated\" : 6,");
    }

    @Test
    void refusals_are_listed_up_to_a_cap_with_the_count_of_the_rest() {
        List<RefusedInput> refusals = IntStream.range(0, 150)
                .mapToObj(line -> new RefusedInput("a.json:" + line, RejectionCode.MALFORMED_JSON, "not JSON"))
                .toList();

        String json = ReportFormat.JSON.render(report(coverage(List.of(), refusals, 150), "a", "b"));

        assertThat(json)
                .contains("\"refused\" : 150")
                .contains("a.json:99")
                .doesNotContain("a.json:100")
                .contains("\"refusalsNotListed\" : 50");
    }

    @Test
    void the_csv_quotes_and_disarms_what_callers_wrote() {
        String csv =
                ReportFormat.CSV.render(report(coverage(List.of(), List.of(), 0), "=cmd|' /C calc'!A0", "a \"b\", c"));

        assertThat(csv)
                .isEqualTo("Team,requests,errors,inputTokens,outputTokens,cacheReadTokens,cacheWriteTokens,unpriced,"
                        + "unattributed,listCost,cost\r\n"
                        + "'=cmd|' /C calc'!A0,12,1,1234567,89,40,10,0,0,1234.567890123400,1234.567890123400\r\n"
                        + "\"a \"\"b\"\", c\",2,0,5,5,0,0,1,0,0.000000500000,0.000000500000\r\n");
    }

    @Test
    void control_characters_do_not_reach_the_terminal() {
        String table =
                ReportFormat.TABLE.render(report(coverage(List.of(), List.of(), 0), "a\u001b[31mred\nline", "b"));

        assertThat(table).doesNotContain("\u001b").contains("a\uFFFD[31mred\uFFFDline");
    }

    @Test
    void windows_are_part_of_the_key() {
        UsageGroup.Key key = new UsageGroup.Key(Optional.of(NOW), List.of("search"));
        Totals totals = totals(1, 0, 0, Quantities.tokens(1, 1), "1");
        UsageAnswer answer = new UsageAnswer(
                List.of("Team"), Optional.of(Granularity.HOUR), List.of(new UsageGroup(key, totals)), totals);
        Report report = new Report(answer, coverage(List.of(), List.of(), 0));

        assertThat(ReportFormat.CSV.render(report))
                .startsWith("windowStart,Team,requests,")
                .contains("2026-11-21T10:00:00Z,search,1,");
        assertThat(ReportFormat.JSON.render(report)).contains("\"windowStart\" : \"2026-11-21T10:00:00Z\"");
        assertThat(ReportFormat.TABLE.render(report)).contains("TOTAL                         ");
    }

    @Test
    void images_are_shown_where_there_are_any() {
        Quantities image = Quantities.builder().set(Unit.OUTPUT_IMAGE, 3).build();
        Totals totals = totals(1, 0, 0, image, "0.12");
        Report report = new Report(
                new UsageAnswer(List.of(), Optional.empty(), List.of(), totals), coverage(List.of(), List.of(), 0));

        assertThat(ReportFormat.JSON.render(report)).contains("\"outputImages\" : 3");
        assertThat(ReportFormat.TABLE.render(report)).contains("outputImages");
    }

    @Test
    void a_share_is_whole_only_when_it_is() {
        assertThat(TableText.share(999_999, 1_000_000)).isEqualTo("99.9 %");
        assertThat(TableText.share(7, 7)).isEqualTo("100.0 %");
        assertThat(TableText.share(0, 0)).isEqualTo("0 of 0");
    }
}
