package io.bedrockmeter.bench.topics;

import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.bench.workload.Sum;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topics;

/** The totals on the usage and spend-by-tag topics: the last record of each key. */
public final class TotalsReader {

    private TotalsReader() {}

    /** What is committed now. Totals that are back at zero count as absent. */
    public static Book read(KafkaSettings kafka) {
        Book book = new Book();
        for (Granularity granularity : Granularity.values()) {
            WholeTopic.read(
                    kafka,
                    kafka.name(Topics.usage(granularity)),
                    record -> put(book, Topics.usage(granularity).codec().decode(record.value())));
            WholeTopic.read(
                    kafka,
                    kafka.name(Topics.spendByTag(granularity)),
                    record -> put(book, Topics.spendByTag(granularity).codec().decode(record.value())));
        }
        return book;
    }

    private static void put(Book book, UsageTotal total) {
        Dimensions cell = total.dimensions();
        book.put(
                Book.cell(
                        total.granularity().wireName(),
                        total.windowStart(),
                        cell.tags().values(),
                        cell.model(),
                        cell.principal(),
                        cell.operation()),
                sum(total.totals()));
    }

    private static void put(Book book, TagSpend spend) {
        book.put(
                Book.tag(spend.granularity().wireName(), spend.windowStart(), spend.tagKey(), spend.tagValue()),
                sum(spend.totals()));
    }

    private static Sum sum(Totals totals) {
        return new Sum(
                totals.requests(),
                totals.quantities().inputTokens(),
                totals.quantities().outputTokens(),
                totals.quantities().cacheReadTokens(),
                totals.cost().picos().longValueExact());
    }
}
