package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.RateCard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds cards of one model that claim the same key at the same time. */
final class Validity {

    private record Seen(String path, RateCard card) {}

    private final Map<RateKey, List<Seen>> seen = new HashMap<>();
    private final List<String> problems;

    Validity(List<String> problems) {
        this.problems = problems;
    }

    void add(String path, RateCard card) {
        List<Seen> others = seen.computeIfAbsent(RateKey.of(card), key -> new ArrayList<>(1));
        for (Seen other : others) {
            if (overlap(other.card(), card)) {
                problems.add(path + ": " + RateKey.of(card) + " is in force at the same time as in " + other.path());
            }
        }
        others.add(new Seen(path, card));
    }

    private static boolean overlap(RateCard one, RateCard other) {
        return one.effectiveFrom().isBefore(end(other)) && other.effectiveFrom().isBefore(end(one));
    }

    private static Instant end(RateCard card) {
        return card.effectiveTo().orElse(Instant.MAX);
    }
}
