package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Seeded schedules and requests from small ranges, so that cards of all kinds meet. */
final class RandomRates {

    private static final List<String> CARD_REGIONS =
            List.of("*", "us-*", "us-gov-*", "ap-*", "ap-southeast-*", "us-east-1", "ap-southeast-2");
    private static final List<String> CALL_REGIONS =
            List.of("us-east-1", "us-west-2", "us-gov-west-1", "ap-southeast-2", "ap-south-1", "sa-east-1", "");
    private static final List<String> ACCOUNTS = List.of("111122223333", "444455556666", "");
    private static final List<String> DISCOUNTED_ACCOUNTS = List.of("*", "*", "111122223333", "444455556666");
    private static final List<String> DISCOUNTED_MODELS = List.of("*", "maker.model", "maker.other");
    private static final List<String> TIERS = List.of("default", "default", "flex");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;

    RandomRates(long seed) {
        this.random = new Random(seed);
    }

    RateSchedule schedule() {
        List<RateCard> cards = new ArrayList<>();
        int count = 1 + random.nextInt(250);
        for (int i = 0; i < count; i++) {
            Instant from = instant();
            cards.add(new RateCard(
                    scope(),
                    oneOf(CARD_REGIONS),
                    oneOf(TIERS),
                    Unit.at(random.nextInt(4)),
                    random.nextInt(3) == 0 ? 200_000 : 0,
                    BigDecimal.valueOf(random.nextInt(100_000), 9),
                    from,
                    random.nextBoolean() ? Optional.empty() : Optional.of(from.plus(hours(1))),
                    RateLayer.values()[random.nextInt(RateLayer.values().length)],
                    "source",
                    Integer.toString(i)));
        }
        return new RateSchedule("maker.model", cards);
    }

    /** Discounts of every scope, overlapping at will. */
    List<DiscountCard> discounts() {
        List<DiscountCard> cards = new ArrayList<>();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            Instant from = instant();
            cards.add(new DiscountCard(
                    oneOf(DISCOUNTED_ACCOUNTS),
                    oneOf(DISCOUNTED_MODELS),
                    BigDecimal.valueOf(random.nextInt(10_001), 2),
                    from,
                    random.nextBoolean() ? Optional.empty() : Optional.of(from.plus(hours(1))),
                    "contract",
                    "%03d".formatted(i)));
        }
        return cards;
    }

    String account() {
        return oneOf(ACCOUNTS);
    }

    RatingRequest request(RateSchedule schedule) {
        return request(schedule, "", new DiscountTable());
    }

    RatingRequest request(RateSchedule schedule, String account, DiscountTable discounts) {
        Instant time = instant();
        return new RatingRequest(
                Kind.FOUNDATION_MODEL,
                "maker.model",
                scope(),
                oneOf(CALL_REGIONS),
                oneOf(TIERS),
                random.nextBoolean(),
                time,
                quantities(),
                random.nextBoolean(),
                Optional.of(CompiledSchedule.of(schedule)),
                discounts.find(account, "maker.model", time));
    }

    private Quantities quantities() {
        Quantities.Builder quantities = Quantities.builder();
        for (int i = 0; i < 4; i++) {
            if (random.nextInt(3) > 0) {
                quantities.set(Unit.at(i), random.nextInt(150_000));
            }
        }
        return quantities.build();
    }

    /** Whole hours, so that times of calls and limits of validity often coincide. */
    private Instant instant() {
        return START.plus(hours(0));
    }

    private Duration hours(int least) {
        return Duration.ofHours(least + random.nextInt(12));
    }

    private Scope scope() {
        return random.nextInt(4) == 0 ? Scope.GLOBAL : Scope.REGIONAL;
    }

    private String oneOf(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
