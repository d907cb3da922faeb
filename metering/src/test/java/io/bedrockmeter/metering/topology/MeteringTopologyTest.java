package io.bedrockmeter.metering.topology;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.PROFILE_ARN;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.tags;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteringTopologyTest {

    @Test
    void a_call_is_priced_and_entered_once_and_reaches_every_window() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(metering.ledger()).hasSize(1);
            assertThat(metering.ledger().get(0).reason()).isEqualTo(EntryReason.FIRST);
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.006"));
            for (Granularity granularity : Granularity.values()) {
                assertThat(metering.usage(granularity)).hasSize(1);
            }
            UsageTotal day = metering.usage(Granularity.DAY).values().iterator().next();
            assertThat(day.windowStart()).isEqualTo(Instant.parse("2026-11-20T00:00:00Z"));
            assertThat(day.windowEnd()).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
            assertThat(day.dimensions().model()).isEqualTo(MODEL);
            assertThat(day.dimensions().principal()).isEqualTo("arn:aws:sts::111122223333:assumed-role/App");
        }
    }

    @Test
    void a_duplicate_changes_nothing() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(metering.ledger()).hasSize(1);
            assertThat(metering.counters().duplicates.sum()).isEqualTo(1);
        }
    }

    @Test
    void a_tag_event_that_says_what_is_known_counts_as_duplicate() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.tagEvent(tags("r1", Map.of("Team", "search")));

            metering.tagEvent(tags("r1", Map.of("Team", "search")));
            metering.settle();

            assertThat(metering.counters().duplicates.sum()).isEqualTo(1);
            assertThat(metering.counters().corrections.sum()).isEqualTo(1);
        }
    }

    @Test
    void the_real_counts_replace_the_zeros_of_a_stream_start_record_and_not_the_other_way_round() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("zero-first", 0, 0));
            metering.invocation(call("zero-last", 1_000, 200));

            metering.invocation(call("zero-first", 1_000, 200));
            metering.invocation(call("zero-last", 0, 0));
            metering.settle();

            assertThat(metering.whole().requests()).isEqualTo(2);
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.012"));
            assertThat(metering.ledger())
                    .extracting(LedgerEntry::requestId, LedgerEntry::sign, LedgerEntry::revision)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("zero-first", 1, 1),
                            org.assertj.core.groups.Tuple.tuple("zero-last", 1, 1),
                            org.assertj.core.groups.Tuple.tuple("zero-first", -1, 2),
                            org.assertj.core.groups.Tuple.tuple("zero-first", 1, 2));
        }
    }

    @Test
    void a_late_tag_event_moves_the_cost_to_its_team() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();
            assertThat(metering.month("Team", Dimensions.UNATTRIBUTED).cost()).isEqualTo(Money.parse("0.006"));

            metering.pass(Duration.ofHours(5)).tagEvent(tags("r1", Map.of("team", "search", "cost-center", "cc-1")));
            metering.settle();

            assertThat(metering.month("Team", "search").cost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.month("CostCenter", "cc-1").requests()).isEqualTo(1);
            assertThat(metering.month("Team", Dimensions.UNATTRIBUTED).requests())
                    .isZero();
            assertThat(metering.whole().unattributed()).isZero();
        }
    }

    @Test
    void a_tag_event_that_comes_before_its_call_waits_for_it() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.tagEvent(tags("r1", Map.of("Team", "search")));
            metering.settle();
            assertThat(metering.ledger()).isEmpty();

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(metering.ledger()).hasSize(1);
            assertThat(metering.month("Team", "search").requests()).isEqualTo(1);
        }
    }

    @Test
    void an_unknown_model_is_counted_with_its_tokens_and_never_priced() {
        try (MeteringHarness metering = new MeteringHarness()) {

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(metering.whole().unpriced()).isEqualTo(1);
            assertThat(metering.whole().cost()).isEqualTo(Money.ZERO);
            assertThat(metering.whole().quantities().inputTokens()).isEqualTo(1_000);
            assertThat(metering.ledger().get(0).rating())
                    .isInstanceOfSatisfying(
                            Rating.Unpriced.class,
                            unpriced -> assertThat(unpriced.reason()).isEqualTo(UnpricedReason.UNKNOWN_MODEL));
        }
    }

    @Test
    void a_price_learned_later_restates_what_was_unpriced() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.settle();

            assertThat(metering.whole().unpriced()).isZero();
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.ledger().get(2).reason()).isEqualTo(EntryReason.REFERENCE_DATA);
        }
    }

    @Test
    void a_price_corrected_for_the_past_restates_calls_since_then_and_leaves_earlier_ones() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(
                    call("before", MODEL, NOON.minus(Duration.ofDays(2)), Quantities.tokens(1_000, 0), Map.of()));
            metering.invocation(call("after", MODEL, NOON, Quantities.tokens(1_000, 0), Map.of()));
            metering.settle();

            List<io.bedrockmeter.schemas.model.RateCard> cards =
                    new ArrayList<>(Samples.rates(MODEL, "3", "15").cards());
            cards.addAll(Samples.cards("6", "30", NOON.minus(Duration.ofDays(1)), RateLayer.OVERRIDE));
            metering.rates(new RateSchedule(MODEL, cards));
            metering.settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.009"));
            assertThat(metering.ledger()).hasSize(4);
        }
    }

    @Test
    void a_profile_learned_later_gives_model_price_and_tags() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", PROFILE_ARN, NOON, Quantities.tokens(1_000, 200), Map.of("team", "forged")));
            metering.settle();
            assertThat(metering.whole().unpriced()).isEqualTo(1);
            assertThat(metering.month("Team", "forged").requests()).isEqualTo(1);

            metering.profile(Samples.profile(MODEL, Instant.EPOCH, Map.of("Team", "search")));
            metering.settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.month("Team", "search").requests()).isEqualTo(1);
            assertThat(metering.month("Team", "forged").requests()).isZero();
            LedgerEntry entry = metering.ledger().get(2);
            assertThat(entry.dimensions().model()).isEqualTo(MODEL);
            assertThat(entry.tags())
                    .filteredOn(tag -> tag.key().equals("Team"))
                    .singleElement()
                    .satisfies(tag -> {
                        assertThat(tag.source()).isEqualTo(TagSource.PROFILE);
                        assertThat(tag.conflict()).isTrue();
                    });
        }
    }

    @Test
    void usage_before_a_tag_change_stays_with_the_old_team() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.profile(new io.bedrockmeter.schemas.model.Profile(
                    PROFILE_ARN,
                    "search",
                    MODEL,
                    io.bedrockmeter.schemas.model.Scope.REGIONAL,
                    "ACTIVE",
                    List.of(
                            new io.bedrockmeter.schemas.model.TagVersion(Instant.EPOCH, Map.of("Team", "old")),
                            new io.bedrockmeter.schemas.model.TagVersion(NOON, Map.of("Team", "new")))));

            metering.invocation(call("r1", PROFILE_ARN, NOON.minusMillis(1), Quantities.tokens(1, 1), Map.of()));
            metering.invocation(call("r2", PROFILE_ARN, NOON, Quantities.tokens(1, 1), Map.of()));
            metering.settle();

            assertThat(metering.month("Team", "old").requests()).isEqualTo(1);
            assertThat(metering.month("Team", "new").requests()).isEqualTo(1);
        }
    }

    @Test
    void days_and_months_follow_the_configured_zone() {
        MeteringConfig config =
                MeteringConfig.defaults(MeteringHarness.temporaryFolder()).withZone(ZoneId.of("Asia/Kolkata"));
        try (MeteringHarness metering = new MeteringHarness(config)) {
            metering.rates(Samples.rates(MODEL, "3", "15"));

            metering.invocation(
                    call("r1", MODEL, Instant.parse("2026-10-31T18:30:00Z"), Quantities.tokens(1, 1), Map.of()));
            metering.settle();

            assertThat(metering.usage(Granularity.MONTH).values())
                    .singleElement()
                    .satisfies(month -> assertThat(month.windowStart()).isEqualTo("2026-10-31T18:30:00Z"));
        }
    }

    @Test
    void what_cannot_be_true_or_read_becomes_a_dead_letter_and_blocks_nothing() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));

            metering.raw(Topics.INVOCATIONS, "r0", "no avro at all".getBytes(StandardCharsets.UTF_8));
            metering.raw(Topics.TAG_EVENTS, "r0", new byte[0]);
            metering.invocation(call("r1", MODEL, NOON.plus(Duration.ofHours(24)), Quantities.tokens(1, 1), Map.of()));
            metering.invocation(call("r2", -5, 1));
            metering.send(Topics.INVOCATIONS, "another key", call("r3", 1, 1));
            metering.invocation(call("r4", 1_000, 200));
            metering.settle();

            assertThat(metering.claimDeadLetters())
                    .extracting(letter -> letter.code())
                    .containsExactly(
                            RejectionCode.UNDECODABLE,
                            RejectionCode.UNDECODABLE,
                            RejectionCode.TIMESTAMP_OUT_OF_RANGE,
                            RejectionCode.INVALID_FIELD,
                            RejectionCode.INVALID_FIELD);
            assertThat(metering.whole().requests()).isEqualTo(1);
        }
    }

    @Test
    void a_record_from_the_future_does_not_move_time_for_others() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(
                    call("ahead", MODEL, NOON.plus(Duration.ofMinutes(110)), Quantities.tokens(1, 0), Map.of()));

            metering.invocation(call("old", MODEL, NOON.minus(Duration.ofDays(30)), Quantities.tokens(1, 0), Map.of()));
            metering.settle();

            assertThat(metering.whole().requests()).isEqualTo(2);
            assertThat(metering.usage(Granularity.MINUTE)).hasSize(2);
        }
    }

    @Test
    void a_request_is_forgotten_after_its_horizon() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            metering.pass(Duration.ofDays(9)).settle();

            assertThat(metering.counters().forgottenRequests.sum()).isEqualTo(1);
        }
    }

    @Test
    void cells_over_the_cap_fold_into_other_and_totals_stay_exact() {
        MeteringConfig all = MeteringConfig.defaults(MeteringHarness.temporaryFolder());
        MeteringConfig capped = new MeteringConfig(
                all.applicationId(),
                all.stateDir(),
                1,
                0,
                all.taxonomy(),
                all.trustOrder(),
                all.defaultTags(),
                all.principals(),
                all.zone(),
                all.requestHorizon(),
                all.retention(),
                3,
                all.shortestCommitInterval(),
                all.longestCommitInterval(),
                all.requestStore());
        try (MeteringHarness metering = new MeteringHarness(capped)) {
            metering.rates(Samples.rates(MODEL, "3", "15"));

            for (int i = 0; i < 10; i++) {
                metering.invocation(
                        call("r" + i, MODEL, NOON, Quantities.tokens(1_000, 0), Map.of("team", "team-" + i)));
            }
            metering.settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.03"));
            assertThat(metering.month("Team", Dimensions.OTHER).requests()).isEqualTo(7);
            assertThat(metering.counters().cappedCells.sum()).isEqualTo(7);
        }
    }

    @Test
    void keys_of_the_totals_are_as_documented() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));

            metering.invocation(call("r1", MODEL, NOON, Quantities.tokens(1, 1), Map.of("team", "a=b|c")));
            metering.settle();

            assertThat(metering.usage(Granularity.HOUR).keySet())
                    .singleElement()
                    .asString()
                    .matches("2026-11-20T12:00:00Z\\|[0-9a-f]{32}");
            assertThat(metering.spend(Granularity.HOUR)).containsKey("Team=a=b|c|2026-11-20T12:00:00Z");
        }
    }

    @Test
    void rolling_spend_follows_the_clock_and_decays_to_zero() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            Map<String, String> search = Map.of("team", "search");
            metering.invocation(call("now", MODEL, NOON, Quantities.tokens(1_000_000, 0), search));
            metering.invocation(
                    call("ahead", MODEL, NOON.plus(Duration.ofMinutes(30)), Quantities.tokens(1_000_000, 0), search));
            metering.invocation(
                    call("old", MODEL, NOON.minus(Duration.ofMinutes(59)), Quantities.tokens(1_000_000, 0), search));
            metering.settle();
            assertRolling(metering, "3", "6", "6");

            metering.pass(Duration.ofMinutes(1)).settle();
            assertRolling(metering, "3", "3", "6");
            metering.pass(Duration.ofMinutes(4)).settle();
            assertRolling(metering, "0", "3", "6");
            metering.pass(Duration.ofMinutes(25)).settle();
            assertRolling(metering, "3", "6", "9");
            metering.tagEvent(tags("now", Map.of("team", "chat")));
            metering.settle();
            assertRolling(metering, "3", "3", "6");
            metering.pass(Duration.ofHours(23)).settle();
            assertRolling(metering, "0", "0", "3");
            metering.pass(Duration.ofHours(2)).settle();

            assertRolling(metering, "0", "0", "0");
        }
    }

    private static void assertRolling(MeteringHarness metering, String last5m, String last1h, String last24h) {
        io.bedrockmeter.schemas.model.RollingSpend rolling = metering.rolling("Team=search");
        assertThat(List.of(
                        rolling.last5m().cost(),
                        rolling.last1h().cost(),
                        rolling.last24h().cost()))
                .containsExactly(Money.parse(last5m), Money.parse(last1h), Money.parse(last24h));
    }
}
