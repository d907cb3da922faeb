package io.bedrockmeter.metering.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Charge;
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
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine against a naive search, on seeded schedules. A failure names the seed. */
class RatingPropertiesTest {

    private static final int SCHEDULES = 2_000;
    private static final int REQUESTS = 20;

    @Test
    void every_charge_is_at_the_card_a_plain_search_finds() {
        long firstSeed = new Random().nextLong();
        int priced = 0;
        for (int i = 0; i < SCHEDULES; i++) {
            RandomRates rates = new RandomRates(firstSeed + i);
            RateSchedule schedule = rates.schedule();
            for (int j = 0; j < REQUESTS; j++) {
                RatingRequest request = rates.request(schedule);

                Rating rating = RatingEngine.rate(request);

                priced += rating instanceof Priced ? 1 : 0;
                assertThat(rating)
                        .as("seed %d, request %d", firstSeed + i, j)
                        .satisfies(r -> check(r, schedule, request));
            }
        }
        assertThat(priced)
                .as("seed %d: the ranges must let cards meet", firstSeed)
                .isGreaterThan(SCHEDULES);
    }

    private static void check(Rating rating, RateSchedule schedule, RatingRequest request) {
        List<Charge> expected = new ArrayList<>();
        boolean complete = true;
        for (Unit unit : Unit.values()) {
            long quantity = request.quantities().get(unit);
            if (quantity != 0) {
                Optional<RateCard> card = NaiveRating.card(schedule, request, unit);
                complete &= card.isPresent();
                card.ifPresent(c -> expected.add(charge(unit, quantity, c.usdPerUnit())));
            }
        }
        if (complete) {
            Priced priced = (Priced) rating;
            assertThat(priced.charges()).isEqualTo(expected);
            assertThat(priced.cost()).isEqualTo(sum(expected)).isEqualTo(priced.listCost());
        } else {
            assertThat(((Unpriced) rating).reason()).isEqualTo(UnpricedReason.NO_RATE);
        }
    }

    @Test
    void a_rating_and_its_negation_cancel_out() {
        long seed = new Random().nextLong();
        RandomRates rates = new RandomRates(seed);
        RateSchedule schedule = rates.schedule();
        for (int i = 0; i < 10_000; i++) {
            Rating rating = RatingEngine.rate(rates.request(schedule));

            Rating negated = rating.negate();

            assertThat(rating.cost().plus(negated.cost())).as("seed %d", seed).isEqualTo(Money.ZERO);
            for (int c = 0; c < rating.charges().size(); c++) {
                Charge charge = rating.charges().get(c);
                Charge back = negated.charges().get(c);
                assertThat(charge.quantity() + back.quantity()).isZero();
                assertThat(charge.cost().plus(back.cost())).isEqualTo(Money.ZERO);
            }
        }
    }

    private static Charge charge(Unit unit, long quantity, BigDecimal price) {
        Money cost = Money.ofUsd(price.multiply(new BigDecimal(quantity)).setScale(Money.SCALE, RoundingMode.HALF_UP));
        return new Charge(unit, quantity, price, cost, cost);
    }

    private static Money sum(List<Charge> charges) {
        Money sum = Money.ZERO;
        for (Charge charge : charges) {
            sum = sum.plus(charge.cost());
        }
        return sum;
    }
}
