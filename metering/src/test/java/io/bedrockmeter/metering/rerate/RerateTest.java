package io.bedrockmeter.metering.rerate;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.metering.topology.Samples;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerateTest {

    private static final RateSchedule CHEAP = rates(MODEL, "3", "15");
    private static final RateSchedule DEAR = rates(MODEL, "6", "30");
    private static final Duration PAST_THE_HORIZON = Duration.ofDays(9);

    @Test
    void a_price_corrected_twenty_days_late_agrees_in_all_topics_and_windows() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", MODEL, NOON, Quantities.tokens(1_000, 200), Map.of("team", "search")));
            metering.settle().pass(Duration.ofDays(20)).settle();
            metering.rates(DEAR);
            metering.settle();
            assertThat(metering.ledger())
                    .as("forgotten, so not restated by itself")
                    .hasSize(1);

            Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "wrong price"))
                    .enter(metering);

            Money corrected = Money.parse("0.012");
            for (Granularity granularity : Granularity.values()) {
                assertThat(metering.usage(granularity).values()).singleElement().satisfies(total -> {
                    assertThat(total.totals().cost()).isEqualTo(corrected);
                    assertThat(total.totals().requests()).isEqualTo(1);
                    assertThat(total.windowStart()).isBefore(NOON.plusMillis(1));
                });
                assertThat(metering.spend(granularity).values())
                        .filteredOn(spend -> spend.tagKey().equals("Team"))
                        .singleElement()
                        .satisfies(spend -> assertThat(spend.totals().cost()).isEqualTo(corrected));
            }
            assertThat(metering.ledger().subList(1, 3)).allSatisfy(line -> {
                assertThat(line.reason()).isEqualTo(EntryReason.RERATED);
                assertThat(line.note()).isEqualTo("wrong price");
                assertThat(line.revision()).isEqualTo(2);
                assertThat(line.bookedAt()).isEqualTo(NOON);
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void rerating_and_rerating_back_sums_to_zero_in_every_window(long seed) {
        Random random = new Random(seed);
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            play(random, metering);
            metering.settle().pass(PAST_THE_HORIZON).settle();
            Map<String, Totals> before = windows(metering);
            int lines = metering.ledger().size();

            Reratings.Run there = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "there"))
                    .enter(metering);
            Map<String, Totals> between = windows(metering);
            Reratings.Run back = Reratings.run(metering, List.of(CHEAP), Reratings.everything(metering, "back"))
                    .enter(metering);

            assertThat(between).as("seed %d: there", seed).isNotEqualTo(before);
            assertThat(windows(metering)).as("seed %d: and back", seed).isEqualTo(before);
            assertThat(there.summary().whole().change())
                    .isEqualTo(back.summary().whole().change().negate());
            assertThat(metering.ledger().stream()
                            .skip(lines)
                            .map(line -> line.rating().cost())
                            .reduce(Money.ZERO, Money::plus))
                    .as("seed %d: sum of what was entered", seed)
                    .isEqualTo(Money.ZERO);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 8, 9})
    void rerating_by_random_discounts_and_back_sums_to_zero_in_every_window(long seed) {
        Random random = new Random(seed);
        List<DiscountSchedule> discounts = randomDiscounts(random);
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            play(random, metering);
            metering.settle().pass(PAST_THE_HORIZON).settle();
            Map<String, Totals> before = windows(metering);

            Reratings.Run there = Reratings.run(
                            metering, List.of(CHEAP), discounts, Reratings.everything(metering, "agreed late"))
                    .enter(metering);
            Map<String, Totals> between = windows(metering);
            Reratings.run(metering, List.of(CHEAP), Reratings.everything(metering, "not agreed"))
                    .enter(metering);

            assertThat(there.adjustments()).as("seed %d", seed).isNotEmpty();
            there.adjustments()
                    .forEach(adjustment -> assertThat(adjustment.rating())
                            .as("seed %d", seed)
                            .isInstanceOfSatisfying(
                                    Rating.Priced.class,
                                    priced -> assertThat(priced.discount()).isPresent()));
            assertThat(between).as("seed %d: there", seed).isNotEqualTo(before);
            assertThat(windows(metering)).as("seed %d: and back", seed).isEqualTo(before);
        }
    }

    /** Of this account, with and without a model, and of all accounts; some end within the days that are played. */
    private static List<DiscountSchedule> randomDiscounts(Random random) {
        List<DiscountSchedule> schedules = new ArrayList<>();
        for (String account : List.of("111122223333", DiscountCard.ANY)) {
            List<DiscountCard> cards = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Instant from = NOON.minusSeconds(random.nextInt(3 * 86_400));
                cards.add(new DiscountCard(
                        account,
                        random.nextBoolean() ? MODEL : DiscountCard.ANY,
                        BigDecimal.valueOf(1 + random.nextInt(99_999), 3),
                        from,
                        Optional.of(from.plusSeconds(1 + random.nextInt(2 * 86_400))),
                        "contract",
                        Integer.toString(i)));
            }
            schedules.add(new DiscountSchedule(account, cards));
        }
        return schedules;
    }

    @Test
    void a_discount_agreed_twenty_days_late_reaches_forgotten_calls_by_a_rerate_only() {
        DiscountSchedule tenth = Samples.discount("111122223333", "10", NOON);
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("before", MODEL, NOON.minusMillis(1), Quantities.tokens(1_000, 0), Map.of()));
            metering.invocation(call("after", MODEL, NOON, Quantities.tokens(1_000, 0), Map.of()));
            metering.settle().pass(Duration.ofDays(20)).settle();
            metering.discounts(tenth);
            metering.settle();
            assertThat(metering.ledger())
                    .as("forgotten, so not restated by itself")
                    .hasSize(2);

            Reratings.Run run = Reratings.run(
                            metering, List.of(CHEAP), List.of(tenth), Reratings.everything(metering, "contract 7"))
                    .enter(metering);

            assertThat(metering.whole().listCost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.0057"));
            assertThat(run.summary().byVersion())
                    .isEqualTo(Map.of("test 1 less 10 % for account 111122223333 by contract 7", 1L));
            assertThat(metering.ledger().get(3).rating())
                    .isInstanceOfSatisfying(
                            Rating.Priced.class,
                            priced -> assertThat(priced.discount())
                                    .contains(
                                            AppliedDiscount.of(tenth.discounts().get(0))));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void adjustments_that_arrive_twice_in_any_order_count_once(long seed) {
        Random random = new Random(seed);
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            play(random, metering);
            metering.settle().pass(PAST_THE_HORIZON).settle();
            Reratings.Run once = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "twice"));
            List<Adjustment> twice = new ArrayList<>(once.adjustments());
            twice.addAll(once.adjustments());
            Collections.shuffle(twice, random);

            twice.forEach(metering::adjust);
            metering.settle();

            assertThat(metering.whole().cost()).as("seed %d", seed).isEqualTo(dearCost(metering.ledger()));
            assertThat(metering.counters().staleAdjustments.sum())
                    .isEqualTo(once.adjustments().size());
            assertThat(Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "again"))
                            .adjustments())
                    .as("nothing is left to adjust")
                    .isEmpty();
        }
    }

    @Test
    void a_request_that_is_remembered_is_decided_from_what_is_known_of_it() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();
            Reratings.Run wrong = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "wrong"));
            assertThat(wrong.adjustments()).hasSize(1);

            wrong.enter(metering);

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.ledger()).hasSize(1);
        }
    }

    @Test
    void a_request_that_was_corrected_meanwhile_and_then_forgotten_is_not_taken_back_twice() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(Duration.ofDays(7)).settle();
            Reratings.Run early = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "early"));
            metering.rates(rates(MODEL, "4", "20"));
            metering.settle().pass(Duration.ofDays(2)).settle();
            assertThat(metering.counters().forgottenRequests.sum()).isEqualTo(1);

            early.enter(metering);

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.008"));
            assertThat(metering.whole().requests()).isEqualTo(1);
            assertThat(metering.counters().staleAdjustments.sum()).isEqualTo(1);
        }
    }

    @Test
    void the_revision_of_an_adjusted_request_is_forgotten_when_no_adjustment_of_it_can_come_any_more() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(PAST_THE_HORIZON).settle();
            Reratings.Run run = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "once"))
                    .enter(metering);
            assertThat(metering.knownRevisions()).isEqualTo(1);

            metering.pass(PAST_THE_HORIZON).settle();
            run.enter(metering);

            assertThat(metering.knownRevisions()).isZero();
            assertThat(metering.claimDeadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.code()).isEqualTo(RejectionCode.TIMESTAMP_OUT_OF_RANGE);
                assertThat(letter.field()).isEqualTo("madeAt");
            });
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.012"));
        }
    }

    @Test
    void an_adjustment_that_makes_no_sense_becomes_a_dead_letter() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(PAST_THE_HORIZON).settle();
            LedgerEntry entry = metering.ledger().get(0);
            LedgerEntry reversal = entry.reversal(2, EntryReason.RERATED, entry.bookedAt(), "");
            Rating gone = new Rating.Unpriced(UnpricedReason.NO_RATE, "gone");

            metering.send(Topics.ADJUSTMENTS, "another key", new Adjustment("run", metering.now(), "", entry, gone));
            metering.adjust(new Adjustment("run", metering.now(), "", reversal, gone));
            metering.raw(Topics.ADJUSTMENTS, "r1", new byte[] {1});
            metering.settle();

            assertThat(metering.claimDeadLetters())
                    .extracting(letter -> letter.code())
                    .containsExactly(
                            RejectionCode.INVALID_FIELD, RejectionCode.INVALID_FIELD, RejectionCode.UNDECODABLE);
            assertThat(metering.ledger()).hasSize(1);
        }
    }

    @Test
    void a_preview_tells_the_difference_per_tag_and_what_gets_or_loses_a_price() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.rates(rates("amazon.gone", "1", "1"));
            metering.invocation(call("r1", MODEL, NOON, Quantities.tokens(1_000, 0), Map.of("team", "search")));
            metering.invocation(call("r2", MODEL, NOON, Quantities.tokens(2_000, 0), Map.of("team", "chat")));
            metering.invocation(call("r3", "amazon.new", NOON, Quantities.tokens(1, 0), Map.of("team", "chat")));
            metering.invocation(call("r4", "amazon.gone", NOON, Quantities.tokens(1, 0), Map.of("team", "chat")));
            metering.invocation(call("r5", "amazon.unknown", NOON, Quantities.tokens(1, 0), Map.of()));
            metering.settle();

            RerateSummary summary = Reratings.run(
                            metering,
                            List.of(DEAR, rates("amazon.new", "1", "1")),
                            Reratings.everything(metering, "preview"))
                    .summary();

            assertThat(summary.examined()).isEqualTo(5);
            assertThat(summary.whole()).isEqualTo(new Difference(4, Money.parse("0.009001"), Money.parse("0.018001")));
            assertThat(summary.byTag().get("Team"))
                    .isEqualTo(new TreeMap<>(Map.of(
                            "chat", new Difference(3, Money.parse("0.006001"), Money.parse("0.012001")),
                            "search", new Difference(1, Money.parse("0.003"), Money.parse("0.006")))));
            assertThat(summary.newlyPriced()).isEqualTo(1);
            assertThat(summary.newlyUnpriced()).isEqualTo(1);
            assertThat(summary.byVersion()).isEqualTo(Map.of("test 1", 3L));
            assertThat(RerateSummaryText.render(summary))
                    .contains("4 of 5 requests change\n")
                    .containsPattern("Team=search +1 +0.003000000000 +0.006000000000 +\\+0.003000000000\n")
                    .contains("1 requests get a first price\n", "1 requests lose their price\n");
            assertThat(metering.ledger()).as("a preview enters nothing").hasSize(5);
        }
    }

    @Test
    void only_the_range_and_model_that_were_asked_for_are_examined() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("before", MODEL, NOON.minusMillis(1), Quantities.tokens(1, 0), Map.of()));
            metering.invocation(call("first", MODEL, NOON, Quantities.tokens(1, 0), Map.of()));
            metering.invocation(call("other", "amazon.other", NOON, Quantities.tokens(1, 0), Map.of()));
            metering.invocation(call("after", MODEL, NOON.plusMillis(1), Quantities.tokens(1, 0), Map.of()));
            metering.settle();

            Reratings.Run run = Reratings.run(
                    metering,
                    List.of(DEAR),
                    new RerateRequest(metering.now(), NOON, NOON.plusMillis(1), Optional.of(MODEL), "one"));

            assertThat(run.adjustments()).extracting(Adjustment::requestId).containsExactly("first");
            assertThat(run.summary().examined()).isEqualTo(1);
        }
    }

    @Test
    void what_was_taken_for_granted_stays_so() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            Adjustment adjustment = Reratings.run(metering, List.of(DEAR), Reratings.everything(metering, "same"))
                    .adjustments()
                    .get(0);

            Rating.Priced before = (Rating.Priced) metering.ledger().get(0).rating();
            assertThat(adjustment.rating()).isInstanceOfSatisfying(Rating.Priced.class, priced -> {
                assertThat(priced.tierAssumed()).isEqualTo(before.tierAssumed()).isTrue();
                assertThat(priced.cacheTtlAssumed()).isEqualTo(before.cacheTtlAssumed());
                assertThat(priced.charges()).hasSameSizeAs(before.charges());
            });
        }
    }

    private static void play(Random random, MeteringHarness metering) {
        for (int i = 0; i < 60; i++) {
            String id = "r" + i;
            metering.invocation(call(
                    id,
                    random.nextInt(5) == 0 ? "amazon.unpriced" : MODEL,
                    NOON.minusSeconds(random.nextInt(3 * 86_400)),
                    Quantities.tokens(random.nextInt(10_000), random.nextInt(3_000)),
                    Map.of("team", "team-" + random.nextInt(3))));
            if (random.nextInt(3) == 0) {
                metering.tagEvent(Samples.tags(id, Map.of("Team", "late-" + random.nextInt(2))));
            }
        }
    }

    /** Every window of every cell and tag value that is not zero. */
    private static Map<String, Totals> windows(MeteringHarness metering) {
        Map<String, Totals> windows = new HashMap<>();
        for (Granularity granularity : Granularity.values()) {
            for (Map.Entry<String, UsageTotal> usage :
                    metering.usage(granularity).entrySet()) {
                windows.put(granularity + " " + usage.getKey(), usage.getValue().totals());
            }
            for (Map.Entry<String, TagSpend> spend : metering.spend(granularity).entrySet()) {
                windows.put(granularity + " " + spend.getKey(), spend.getValue().totals());
            }
        }
        windows.values().removeIf(Totals.ZERO::equals);
        return windows;
    }

    /** Prices every request of the ledger once, by the list price of {@link #DEAR}. */
    private static Money dearCost(List<LedgerEntry> ledger) {
        Map<String, Quantities> byRequest = ledger.stream()
                .filter(line -> line.dimensions().model().equals(MODEL))
                .collect(Collectors.toMap(LedgerEntry::requestId, LedgerEntry::quantities, (one, two) -> one));
        return byRequest.values().stream()
                .map(quantities ->
                        Money.ofPicos(quantities.inputTokens() * 6_000_000 + quantities.outputTokens() * 30_000_000))
                .reduce(Money.ZERO, Money::plus);
    }
}
