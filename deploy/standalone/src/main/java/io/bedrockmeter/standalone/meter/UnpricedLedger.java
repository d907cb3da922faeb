package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.report.UnpricedModel;
import io.bedrockmeter.standalone.topics.TopicReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has no price, by model and reason. Totals tell how many requests that is; only the ledger tells how many tokens, and
 * why.
 */
final class UnpricedLedger {

    private record Key(String model, UnpricedReason reason) {}

    private record Sum(long requests, long tokens) {

        Sum plus(Sum other) {
            return new Sum(Math.addExact(requests, other.requests), Math.addExact(tokens, other.tokens));
        }
    }

    private final Map<Key, Sum> sums = new HashMap<>();

    /** Reads the whole ledger. */
    static List<UnpricedModel> read(KafkaSettings kafka, Console console) {
        UnpricedLedger ledger = new UnpricedLedger();
        try (TopicReader<LedgerEntry> reader = new TopicReader<>(kafka, Topics.LEDGER, console::warn)) {
            reader.readAll(entry -> entry.value().ifPresent(ledger::add));
        }
        return ledger.models();
    }

    /** Adds an entry, or takes one back: a reversal's quantities are negative. */
    void add(LedgerEntry entry) {
        if (entry.rating() instanceof Rating.Unpriced unpriced) {
            Key key = new Key(entry.dimensions().model(), unpriced.reason());
            sums.merge(key, new Sum(entry.sign(), entry.quantities().totalTokens()), Sum::plus);
        }
    }

    List<UnpricedModel> models() {
        return sums.entrySet().stream()
                .filter(entry -> entry.getValue().requests() != 0)
                .map(entry -> new UnpricedModel(
                        entry.getKey().model(),
                        entry.getKey().reason(),
                        entry.getValue().requests(),
                        entry.getValue().tokens()))
                .toList();
    }
}
