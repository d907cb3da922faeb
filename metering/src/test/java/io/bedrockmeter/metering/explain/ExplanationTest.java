package io.bedrockmeter.metering.explain;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.discount;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static io.bedrockmeter.metering.topology.Samples.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final Invocation CALL = call("r1", 1_000, 200);
    private static final TagEvent EVENT = tags("r1", Map.of("team", "search"));

    @Test
    void the_text_tells_what_was_seen_each_tag_with_its_source_quantity_times_rate_and_every_correction() {
        String text = ExplanationText.render(explained());

        assertThat(text).isEqualTo("""
                request r1
                record  2026-11-20T12:00:00Z  Converse  anthropic.claude-sonnet-4-20250514-v1:0  us-east-1  account 111122223333  principal arn:aws:sts::111122223333:assumed-role/App/session-r1
                        1,000 inputTokens, 200 outputTokens, from INVOCATION_LOG test, written 2026-11-20T12:00:00Z to invocations@0
                tagged  2026-11-20T12:00:00Z  team=search
                        by test, authenticated, written 2026-11-20T12:00:00Z to tag-events@0
                in force: revision 2, a tag event arrived
                  call   2026-11-20T12:00:00Z  Converse  anthropic.claude-sonnet-4-20250514-v1:0  us-east-1  account 111122223333
                  model  anthropic.claude-sonnet-4-20250514-v1:0  scope regional  tier default  profile NONE  project NONE  principal arn:aws:sts::111122223333:assumed-role/App
                  tag    Application=UNATTRIBUTED  from DEFAULT
                  tag    Environment=UNATTRIBUTED  from DEFAULT
                  tag    Team=search  from TAG_EVENT
                  tag    CostCenter=UNATTRIBUTED  from DEFAULT
                  tag    Owner=UNATTRIBUTED  from DEFAULT
                  1,000 inputTokens x 0.000003 USD = 0.003000000000 USD
                  200 outputTokens x 0.000015 USD = 0.003000000000 USD
                  cost   0.006000000000 USD
                  rates  anthropic.claude-sonnet-4-20250514-v1:0  scope regional  tier default (assumed: no source named it)  layer BUNDLED  source test  version 1
                ledger
                  2026-11-20T12:00:00Z  revision 1  entry     0.006000000000 USD  test 1  first entry
                  2026-11-20T12:00:01Z  revision 2  reversal  -0.006000000000 USD  test 1  a tag event arrived
                  2026-11-20T12:00:02Z  revision 2  entry     0.006000000000 USD  test 1  a tag event arrived
                total  0.006000000000 USD, the sum of 3 ledger lines
                """);
    }

    @Test
    void the_discount_behind_a_cost_is_told() throws IOException {
        List<LedgerEntry> ledger = ledgerOf(discount("111122223333", "12.5", NOON), CALL);
        Explanation explained =
                new Explanation("r1", List.of(), List.of(), List.of(seen("ledger@0", 0, ledger.get(0))));

        assertThat(ExplanationText.render(explained)).contains("""
                          1,000 inputTokens x 0.000003 USD = 0.003000000000 USD, after discounts 0.002625000000 USD
                        """, """
                          cost   0.005250000000 USD, list price 0.006000000000 USD
                        """, """
                          less   12.5 % for account 111122223333  source contract  version 7
                        """);
        JsonNode discount =
                new ObjectMapper().readTree(ExplanationJson.render(explained)).at("/inForce/0/rating/discount");
        assertThat(discount.get("percent").textValue()).isEqualTo("12.5");
        assertThat(discount.get("account").textValue()).isEqualTo("111122223333");
        assertThat(discount.get("source").textValue()).isEqualTo("contract");
    }

    @Test
    void json_tells_the_same_with_exact_decimals() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ExplanationJson.render(explained()));

        assertThat(json.get("found").asBoolean()).isTrue();
        assertThat(json.get("cost").textValue()).isEqualTo("0.006000000000");
        assertThat(json.get("inForce")).hasSize(1);
        JsonNode inForce = json.get("inForce").get(0);
        assertThat(inForce.get("revision").intValue()).isEqualTo(2);
        assertThat(inForce.get("tags").get(2).get("source").textValue()).isEqualTo("TAG_EVENT");
        assertThat(inForce.at("/rating/charges/0/usdPerUnit").textValue()).isEqualTo("0.000003");
        assertThat(inForce.at("/rating/tierAssumed").asBoolean()).isTrue();
        assertThat(json.get("ledger")).hasSize(3);
        assertThat(json.at("/ledger/1/sign").intValue()).isEqualTo(-1);
        assertThat(json.at("/invocations/0/where").textValue()).isEqualTo("invocations@0");
        assertThat(json.at("/tagEvents/0/authenticated").asBoolean()).isTrue();
    }

    @Test
    void a_request_that_no_topic_knows_is_said_to_be_not_found() throws IOException {
        Explanation unknown = new Explanation("r9", List.of(), List.of(), List.of());

        assertThat(ExplanationText.render(unknown))
                .startsWith("request r9 is not found: it was never seen, or it is older than the topics keep");
        assertThat(new ObjectMapper()
                        .readTree(ExplanationJson.render(unknown))
                        .get("found")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_request_that_is_not_in_the_ledger_is_told_from_one_whose_call_is_missing() {
        Explanation waiting = new Explanation("r1", List.of(), List.of(seen("tag-events@0", 0, EVENT)), List.of());
        Explanation unrated = new Explanation("r1", List.of(seen("invocations@0", 0, CALL)), List.of(), List.of());

        assertThat(ExplanationText.render(waiting)).endsWith("its tag events wait for a record of the call\n");
        assertThat(ExplanationText.render(unrated)).contains("not rated yet, refused (see the dead letters)");
    }

    @Test
    void text_that_callers_chose_cannot_control_the_terminal() {
        Explanation explanation = new Explanation("r1\u001b[2J\nforged", List.of(), List.of(), List.of());

        assertThat(ExplanationText.render(explanation))
                .startsWith("request r1?[2J?forged is not found")
                .hasLineCount(1);
    }

    @Test
    void the_order_in_which_lines_are_found_does_not_matter() {
        Explanation inOrder = explained();
        List<Sighting<LedgerEntry>> lines = new ArrayList<>(inOrder.lines());

        for (int seed = 0; seed < 10; seed++) {
            Collections.shuffle(lines, new Random(seed));
            Explanation shuffled = new Explanation("r1", inOrder.invocations(), inOrder.tagEvents(), lines);

            assertThat(shuffled).isEqualTo(inOrder);
            assertThat(shuffled.inForce())
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.revision()).isEqualTo(2));
            assertThat(shuffled.cost()).isEqualTo(Money.parse("0.006"));
        }
    }

    @Test
    void ledger_lines_of_a_request_are_told_by_their_first_bytes() {
        LedgerLineOf line = new LedgerLineOf("r1");

        for (LedgerEntry entry : ledgerOf(CALL, call("r11", 1, 1), call("r", 1, 1))) {
            assertThat(line.matches(Topics.LEDGER.codec().encode(entry)))
                    .as(entry.requestId())
                    .isEqualTo(entry.requestId().equals("r1"));
        }
        assertThat(line.matches(new byte[0])).isFalse();
    }

    private static Explanation explained() {
        List<Sighting<LedgerEntry>> lines = new ArrayList<>();
        for (LedgerEntry entry : ledgerOf(CALL)) {
            lines.add(seen("ledger@" + lines.size(), lines.size(), entry));
        }
        return new Explanation(
                "r1", List.of(seen("invocations@0", 0, CALL)), List.of(seen("tag-events@0", 0, EVENT)), lines);
    }

    private static List<LedgerEntry> ledgerOf(Invocation... calls) {
        return ledgerOf(new DiscountSchedule("999999999999", List.of()), calls);
    }

    private static List<LedgerEntry> ledgerOf(DiscountSchedule discounts, Invocation... calls) {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(rates(MODEL, "3", "15"));
            metering.discounts(discounts);
            for (Invocation each : calls) {
                metering.invocation(each);
            }
            metering.tagEvent(EVENT);
            metering.settle();
            return metering.ledger();
        }
    }

    private static <V> Sighting<V> seen(String where, int second, V value) {
        return new Sighting<>(where, NOON.plusSeconds(second), value);
    }
}
