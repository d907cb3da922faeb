package io.bedrockmeter.metering.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Rating.Priced;
import io.bedrockmeter.schemas.model.Rating.Unpriced;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The engine against a naive search, on seeded schedules. A failure names the seed. */
class RatingPropertiesTest {

    private static final int SCHEDULES = 2_000;
    private static final int REQUESTS = 20;

    @Test
    void every_charge_is_at_the_card_and_the_discount_that_a_plain_search_finds() {
        long firstSeed = Long.getLong("tests.seed", 1);
        int priced = 0;
        int discounted = 0;
        for (int i = 0; i < SCHEDULES; i++) {
            RandomRates rates = new RandomRates(firstSeed + i);
            RateSchedule schedule = rates.schedule();
            List<DiscountCard> discounts = rates.discounts();
            DiscountTable table = table(discounts);
            for (int j = 0; j < REQUESTS; j++) {
                String account = rates.account();
                RatingRequest request = rates.request(schedule, account, table);

                Rating rating = RatingEngine.rate(request);

                Optional<DiscountCard> expected =
                        NaiveRating.discount(discounts, account, request.baseModel(), request.timestamp());
                priced += rating instanceof Priced ? 1 : 0;
                discounted += rating instanceof Priced && expected.isPresent() ? 1 : 0;
                assertThat(rating)
                        .as("seed %d, request %d", firstSeed + i, j)
                        .satisfies(r -> check(r, schedule, request, expected));
            }
        }
        assertThat(priced)
                .as("seed %d: the ranges must let cards meet", firstSeed)
                .isGreaterThan(SCHEDULES);
        assertThat(discounted)
                .as("seed %d: the ranges must let discounts meet", firstSeed)
                .isGreaterThan(SCHEDULES / 2);
    }

    private static DiscountTable table(List<DiscountCard> discounts) {
        return DiscountTable.of(
                discounts.stream().collect(Collectors.groupingBy(DiscountCard::account)).entrySet().stream()
                        .map(own -> new DiscountSchedule(own.getKey(), own.getValue()))
                        .toList());
    }

    private static void check(
            Rating rating, RateSchedule schedule, RatingRequest request, Optional<DiscountCard> discount) {
        List<Charge> expected = new ArrayList<>();
        boolean complete = true;
        for (Unit unit : Unit.values()) {
            long quantity = request.quantities().get(unit);
            if (quantity != 0) {
                Optional<RateCard> card = NaiveRating.card(schedule, request, unit);
                complete &= card.isPresent();
                card.ifPresent(c -> expected.add(charge(unit, quantity, c.usdPerUnit(), discount)));
            }
        }
        if (complete) {
            Priced priced = (Priced) rating;
            assertThat(priced.charges()).isEqualTo(expected);
            assertThat(priced.cost()).isEqualTo(sum(expected, Charge::cost));
            assertThat(priced.listCost()).isEqualTo(sum(expected, Charge::listCost));
            assertThat(priced.discount()).isEqualTo(discount.map(AppliedDiscount::of));
        } else {
            assertThat(((Unpriced) rating).reason()).isEqualTo(UnpricedReason.NO_RATE);
        }
    }

    @Test
    void a_rating_and_its_negation_cancel_out() {
        long seed = Long.getLong("tests.seed", 1);
        RandomRates rates = new RandomRates(seed);
        RateSchedule schedule = rates.schedule();
        DiscountTable discounts = table(rates.discounts());
        for (int i = 0; i < 10_000; i++) {
            Rating rating = RatingEngine.rate(rates.request(schedule, rates.account(), discounts));

            Rating negated = rating.negate();

            assertThat(rating.cost().plus(negated.cost())).as("seed %d", seed).isEqualTo(Money.ZERO);
            assertThat(rating.listCost().plus(negated.listCost()))
                    .as("seed %d", seed)
                    .isEqualTo(Money.ZERO);
            for (int c = 0; c < rating.charges().size(); c++) {
                Charge charge = rating.charges().get(c);
                Charge back = negated.charges().get(c);
                assertThat(charge.quantity() + back.quantity()).isZero();
                assertThat(charge.cost().plus(back.cost())).isEqualTo(Money.ZERO);
            }
        }
    }

    private static Charge charge(Unit unit, long quantity, BigDecimal price, Optional<DiscountCard> discount) {
        BigDecimal list = price.multiply(new BigDecimal(quantity));
        BigDecimal percent = discount.map(DiscountCard::percent).orElse(BigDecimal.ZERO);
        BigDecimal less = list.multiply(percent).divide(BigDecimal.valueOf(100));
        return new Charge(unit, quantity, price, rounded(list), rounded(list.subtract(less)));
    }

    private static Money rounded(BigDecimal usd) {
        return Money.ofUsd(usd.setScale(Money.SCALE, RoundingMode.HALF_UP));
    }

    private static Money sum(List<Charge> charges, Function<Charge, Money> amount) {
        return charges.stream().map(amount).reduce(Money.ZERO, Money::plus);
    }
}
