package io.bedrockmeter.metering.rates;

import io.bedrockmeter.schemas.model.DatedCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds cards that claim the same key at the same time.
 *
 * @param <K> what a card is for, named in messages
 * @param <C> the kind of card
 */
final class Validity<K, C extends DatedCard> {

    private record Seen<C>(String path, C card) {}

    private final Map<K, List<Seen<C>>> seen = new HashMap<>();
    private final Function<C, K> keys;
    private final List<String> problems;

    Validity(Function<C, K> keys, List<String> problems) {
        this.keys = keys;
        this.problems = problems;
    }

    void add(String path, C card) {
        K key = keys.apply(card);
        List<Seen<C>> others = seen.computeIfAbsent(key, none -> new ArrayList<>(1));
        for (Seen<C> other : others) {
            if (other.card().overlaps(card)) {
                problems.add(path + ": " + key + " is in force at the same time as in " + other.path());
            }
        }
        others.add(new Seen<>(path, card));
    }
}
