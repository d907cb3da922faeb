package io.bedrockmeter.metering.topology;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.discount;
import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What discounts do to the ledger and every total. */
class DiscountTest {

    private static final String ACCOUNT = "111122223333";
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void an_entry_and_every_total_have_list_cost_and_cost() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.discounts(discount(ACCOUNT, "12.5", LONG_AGO));

            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            assertThat(metering.ledger()).singleElement().satisfies(DiscountTest::isDiscounted);
            for (Granularity granularity : Granularity.values()) {
                assertThat(metering.usage(granularity).values()).singleElement().satisfies(total -> {
                    assertThat(total.totals().listCost()).isEqualTo(Money.parse("0.006"));
                    assertThat(total.totals().cost()).isEqualTo(Money.parse("0.00525"));
                });
                assertThat(metering.spend(granularity).values())
                        .allSatisfy(spend -> assertThat(spend.totals().cost()).isEqualTo(Money.parse("0.00525")));
            }
            assertThat(metering.rolling("*=*").last1h().cost()).isEqualTo(Money.parse("0.00525"));
        }
    }

    private static void isDiscounted(LedgerEntry entry) {
        Rating.Priced rating = (Rating.Priced) entry.rating();
        assertThat(rating.listCost()).isEqualTo(Money.parse("0.006"));
        assertThat(rating.cost()).isEqualTo(Money.parse("0.00525"));
        assertThat(rating.discount()).hasValueSatisfying(applied -> {
            assertThat(applied.account()).isEqualTo(ACCOUNT);
            assertThat(applied.source() + " " + applied.version()).isEqualTo("contract 7");
        });
    }

    @Test
    void a_discount_that_comes_later_restates_calls_since_its_start_and_leaves_earlier_ones() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("before", MODEL, NOON.minusMillis(1), Quantities.tokens(1_000, 0), Map.of()));
            metering.invocation(call("after", MODEL, NOON, Quantities.tokens(1_000, 0), Map.of()));
            metering.settle();

            metering.discounts(discount(ACCOUNT, "50", NOON));
            metering.settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.0045"));
            assertThat(metering.whole().listCost()).isEqualTo(Money.parse("0.006"));
            assertThat(metering.ledger().subList(2, metering.ledger().size()))
                    .hasSize(2)
                    .allSatisfy(line -> {
                        assertThat(line.requestId()).isEqualTo("after");
                        assertThat(line.reason()).isEqualTo(EntryReason.REFERENCE_DATA);
                    });
        }
    }

    @Test
    void a_common_discount_reaches_every_account_and_one_that_is_taken_away_is_gone() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();
            metering.discounts(discount("*", "10", LONG_AGO));
            metering.settle();
            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.0054"));
            metering.discounts(discount(ACCOUNT, "0", LONG_AGO));
            metering.settle();
            assertThat(metering.whole().cost()).as("exempt").isEqualTo(Money.parse("0.006"));

            metering.raw(Topics.RATE_CARDS, discount(ACCOUNT, "0", LONG_AGO).key(), null);
            metering.settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.0054"));
            assertThat(metering.whole().requests()).isEqualTo(1);
        }
    }

    @Test
    void discounts_of_other_accounts_do_not_touch_a_request() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle();

            metering.discounts(discount("999999999999", "10", LONG_AGO));
            metering.settle();

            assertThat(metering.ledger()).hasSize(1);
        }
    }

    @Test
    void a_record_of_a_newer_program_among_the_rate_cards_is_skipped() {
        try (MeteringHarness metering = new MeteringHarness()) {
            metering.rates(Samples.rates(MODEL, "3", "15"));
            byte[] unknown = Topics.RATE_CARDS.codec().encode(discount(ACCOUNT, "10", LONG_AGO));
            unknown[5] ^= 1;

            metering.raw(Topics.RATE_CARDS, "discounts/" + ACCOUNT, unknown);
            metering.raw(Topics.RATE_CARDS, "something/new", unknown);
            metering.invocation(call("r1", 1_000, 200));
            metering.settle().pass(Duration.ofSeconds(1)).settle();

            assertThat(metering.whole().cost()).isEqualTo(Money.parse("0.006"));
        }
    }
}
