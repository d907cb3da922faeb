package io.bedrockmeter.metering.rerate;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.metering.topology.Samples;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls are made in November; December comes while they are still being corrected. */
class ClosedMonthTest {

    private static final Instant DECEMBER = Instant.parse("2026-12-01T00:00:00Z");
    private static final RateSchedule CHEAP = rates(MODEL, "3", "15");
    private static final RateSchedule DEAR = rates(MODEL, "6", "30");
    private static final Duration UNTIL_DECEMBER =
            Duration.between(NOON, DECEMBER).plusHours(1);

    private static MeteringConfig frozen() {
        return MeteringConfig.defaults(MeteringHarness.temporaryFolder())
                .withRequestHorizon(Duration.ofDays(30))
                .withFrozenBefore(YearMonth.of(2030, 1));
    }

    @Test
    void a_late_price_is_booked_to_the_present_and_a_further_one_stays_there() {
        try (MeteringHarness metering = new MeteringHarness(frozen())) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(UNTIL_DECEMBER).settle();

            metering.rates(DEAR);
            metering.settle();
            Instant corrected = metering.ledger().get(2).bookedAt();
            metering.pass(Duration.ofDays(3)).rates(rates(MODEL, "4", "20"));
            metering.settle();

            assertThat(month(metering, "2026-11-01T00:00:00Z").cost()).isEqualTo(Money.parse("0.006"));
            assertThat(month(metering, "2026-12-01T00:00:00Z").cost()).isEqualTo(Money.parse("0.002"));
            assertThat(month(metering, "2026-12-01T00:00:00Z").requests()).isZero();
            assertThat(corrected).isAfter(DECEMBER);
            assertThat(metering.ledger())
                    .extracting(LedgerEntry::bookedAt)
                    .containsExactly(NOON, corrected, corrected, corrected, corrected);
            assertThat(metering.ledger()).extracting(LedgerEntry::timestamp).containsOnly(NOON);
        }
    }

    @Test
    void a_call_that_is_first_heard_of_after_its_month_is_booked_to_the_present_at_the_price_of_its_time() {
        try (MeteringHarness metering = new MeteringHarness(frozen())) {
            List<RateCard> cards = new ArrayList<>(CHEAP.cards());
            cards.addAll(Samples.cards("6", "30", DECEMBER, RateLayer.OVERRIDE));
            metering.rates(new RateSchedule(MODEL, cards));
            metering.settle().pass(UNTIL_DECEMBER).settle();

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(month(metering, "2026-11-01T00:00:00Z")).isEqualTo(Totals.ZERO);
            assertThat(month(metering, "2026-12-01T00:00:00Z").cost()).isEqualTo(Money.parse("0.006"));
            assertThat(month(metering, "2026-12-01T00:00:00Z").requests()).isEqualTo(1);
        }
    }

    @Test
    void that_a_month_closes_corrects_nothing() {
        try (MeteringHarness metering = new MeteringHarness(frozen())) {
            metering.rates(CHEAP);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(UNTIL_DECEMBER).settle();

            List<RateCard> cards = new ArrayList<>(CHEAP.cards());
            cards.addAll(Samples.cards("6", "30", DECEMBER, RateLayer.OVERRIDE));
            metering.rates(new RateSchedule(MODEL, cards));
            metering.settle();

            assertThat(metering.ledger()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void a_closed_month_never_changes_whatever_arrives_and_the_present_carries_the_difference(long seed) {
        Random random = new Random(seed);
        MeteringConfig config = frozen();
        try (MeteringHarness metering = new MeteringHarness(config)) {
            metering.rates(CHEAP);
            for (int i = 0; i < 60; i++) {
                disturb(random, metering);
            }
            metering.settle().pass(UNTIL_DECEMBER).settle();
            Map<String, Totals> november = november(metering);
            int lines = metering.ledger().size();

            for (int i = 0; i < 120; i++) {
                disturb(random, metering);
                if (random.nextInt(10) == 0) {
                    metering.rates(random.nextBoolean() ? CHEAP : DEAR);
                    metering.pass(Duration.ofHours(random.nextInt(48)));
                }
            }
            metering.settle().pass(Duration.ofDays(40)).settle();
            RateSchedule last = rates(MODEL, "1", "2");
            RerateSummary rerated = Reratings.run(
                            metering,
                            config,
                            List.of(last),
                            Reratings.everything(metering, "after the end of the month"))
                    .enter(metering)
                    .summary();

            assertThat(november(metering)).as("seed %d: the closed month", seed).isEqualTo(november);
            assertThat(metering.ledger().stream().skip(lines))
                    .as("seed %d: what was entered since", seed)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.bookedAt()).isAfterOrEqualTo(DECEMBER));
            assertThat(rerated.bookedToPresent())
                    .as("seed %d: all months but the present are closed", seed)
                    .isEqualTo(rerated.whole().change());
            Money present = metering.ledger().stream()
                    .skip(lines)
                    .map(line -> line.rating().cost())
                    .reduce(Money.ZERO, Money::plus);
            assertThat(metering.whole().cost())
                    .as("seed %d: the difference", seed)
                    .isEqualTo(month(metering, "2026-11-01T00:00:00Z").cost().plus(present));
        }
    }

    /** A call, a better record of an earlier one or a tag event. */
    private static void disturb(Random random, MeteringHarness metering) {
        String id = "r" + random.nextInt(80);
        if (random.nextInt(3) == 0) {
            metering.tagEvent(Samples.tags(id, Map.of("Team", "team-" + random.nextInt(4)), metering.now()));
        } else {
            metering.invocation(call(
                    id,
                    MODEL,
                    NOON.minusSeconds(random.nextInt(86_400)),
                    Quantities.tokens(random.nextInt(10_000), random.nextInt(3_000)),
                    Map.of("team", "said-" + random.nextInt(2))));
        }
    }

    private static Totals month(MeteringHarness metering, String start) {
        return metering.usage(Granularity.MONTH).values().stream()
                .filter(total -> total.windowStart().equals(Instant.parse(start)))
                .map(UsageTotal::totals)
                .reduce(Totals.ZERO, Totals::plus);
    }

    /** Every window of November that is not zero. */
    private static Map<String, Totals> november(MeteringHarness metering) {
        Map<String, Totals> windows = new HashMap<>();
        for (Granularity granularity : Granularity.values()) {
            for (Map.Entry<String, UsageTotal> usage :
                    metering.usage(granularity).entrySet()) {
                if (usage.getValue().windowStart().isBefore(DECEMBER)) {
                    windows.put(
                            granularity + " " + usage.getKey(), usage.getValue().totals());
                }
            }
            for (Map.Entry<String, TagSpend> spend : metering.spend(granularity).entrySet()) {
                if (spend.getValue().windowStart().isBefore(DECEMBER)) {
                    windows.put(
                            granularity + " " + spend.getKey(), spend.getValue().totals());
                }
            }
        }
        return windows;
    }
}
