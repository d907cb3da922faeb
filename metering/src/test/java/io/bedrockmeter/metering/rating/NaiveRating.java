package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The price rule of docs/rate-cards.md, word by word and without any index: what the engine is measured against. */
final class NaiveRating {

    private NaiveRating() {}

    static Optional<RateCard> card(RateSchedule schedule, RatingRequest request, Unit unit) {
        RateCard best = null;
        for (RateCard card : schedule.cards()) {
            if (applies(card, request, unit) && (best == null || beats(card, best, request.region()))) {
                best = card;
            }
        }
        return Optional.ofNullable(best);
    }

    private static boolean applies(RateCard card, RatingRequest request, Unit unit) {
        long prompt = request.quantities().get(Unit.INPUT_TOKEN)
                + request.quantities().get(Unit.CACHE_READ_TOKEN)
                + request.quantities().get(Unit.CACHE_WRITE_5M_TOKEN)
                + request.quantities().get(Unit.CACHE_WRITE_1H_TOKEN);
        boolean started = !card.effectiveFrom().isAfter(request.timestamp());
        boolean ended = card.effectiveTo().isPresent()
                && !request.timestamp().isBefore(card.effectiveTo().get());
        return card.unit() == unit
                && card.scope() == request.scope()
                && card.tier().equals(request.tier())
                && closeness(card.region(), request.region()) >= 0
                && (card.minPromptTokens() == 0 || prompt > card.minPromptTokens())
                && started
                && !ended;
    }

    private static boolean beats(RateCard card, RateCard best, String region) {
        int[] differences = {
            card.layer().compareTo(best.layer()),
            Long.compare(card.minPromptTokens(), best.minPromptTokens()),
            Integer.compare(closeness(card.region(), region), closeness(best.region(), region)),
            card.effectiveFrom().compareTo(best.effectiveFrom()),
            card.version().compareTo(best.version())
        };
        for (int difference : differences) {
            if (difference != 0) {
                return difference > 0;
            }
        }
        return false;
    }

    /** By cases, for the Regions that {@link RandomRates} uses. */
    private static int closeness(String pattern, String region) {
        return switch (pattern) {
            case "*" -> 0;
            case "us-*" -> region.equals("us-east-1") || region.equals("us-west-2") ? 1 : -1;
            case "us-gov-*" -> region.equals("us-gov-west-1") ? 1 : -1;
            case "ap-*" -> region.startsWith("ap-") ? 1 : -1;
            case "ap-southeast-*" -> region.equals("ap-southeast-2") ? 2 : -1;
            default -> pattern.equals(region) ? 3 : -1;
        };
    }

    /** The rule of docs/rate-cards.md, "Discounts", scope by scope. */
    static Optional<DiscountCard> discount(List<DiscountCard> cards, String account, String model, Instant time) {
        for (List<String> scope :
                List.of(List.of(account, model), List.of(account, "*"), List.of("*", model), List.of("*", "*"))) {
            DiscountCard best = null;
            for (DiscountCard card : cards) {
                boolean meant =
                        card.account().equals(scope.get(0)) && card.model().equals(scope.get(1));
                boolean inForce = !card.effectiveFrom().isAfter(time)
                        && (card.effectiveTo().isEmpty()
                                || card.effectiveTo().get().isAfter(time));
                boolean later = best == null
                        || card.effectiveFrom().isAfter(best.effectiveFrom())
                        || card.effectiveFrom().equals(best.effectiveFrom())
                                && card.version().compareTo(best.version()) > 0;
                best = meant && inForce && later ? card : best;
            }
            if (best != null) {
                return Optional.of(best);
            }
        }
        return Optional.empty();
    }
}
