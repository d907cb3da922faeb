package io.bedrockmeter.bench.dsl;

import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** The whole job as one would write it with the operators there are. */
final class DslTopology {

    /** Requests whose id begins so only move the time on: a left join tells who had no partner only when time passes. */
    static final String CLOCK = "clock-";

    /** Tag events come up to five minutes of event time after their call. */
    private static final Duration JOIN_GRACE = Duration.ofMinutes(10);

    /** What had no partner is told when the join's grace is over, and must not be late for its window then. */
    private static final Duration GRACE = Duration.ofHours(2);

    private static final Serde<String> TEXT = Serdes.String();
    private static final Windows WINDOWS = new Windows(ZoneOffset.UTC);

    private final KafkaSettings kafka;
    private final String clockInvocations;
    private final String clockTagEvents;
    private final Map<String, RateSchedule> prices;
    private final Progress progress;

    DslTopology(
            KafkaSettings kafka,
            String clockInvocations,
            String clockTagEvents,
            Map<String, RateSchedule> prices,
            Progress progress) {
        this.kafka = kafka;
        this.clockInvocations = clockInvocations;
        this.clockTagEvents = clockTagEvents;
        this.prices = prices;
        this.progress = progress;
    }

    Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<Invocation> invocationSerde = Topics.INVOCATIONS.valueSerde();
        Serde<TagEvent> tagSerde = Topics.TAG_EVENTS.valueSerde();
        KStream<String, Invocation> invocations = builder.stream(
                        List.of(kafka.name(Topics.INVOCATIONS), clockInvocations),
                        Consumed.with(TEXT, invocationSerde)
                                .withTimestampExtractor((record, before) -> ((Invocation) record.value())
                                        .timestamp()
                                        .toEpochMilli()))
                .peek((id, invocation) -> progress.taken.increment())
                .processValues(new FirstOnly<>("seen-invocations"));
        KStream<String, TagEvent> tagEvents = builder.stream(
                        List.of(kafka.name(Topics.TAG_EVENTS), clockTagEvents),
                        Consumed.with(TEXT, tagSerde)
                                .withTimestampExtractor((record, before) ->
                                        ((TagEvent) record.value()).time().toEpochMilli()))
                .peek((id, event) -> progress.taken.increment())
                .processValues(new FirstOnly<>("seen-tag-events"));
        KGroupedStream<String, Change> changes = invocations
                .leftJoin(
                        tagEvents,
                        this::rate,
                        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(1), JOIN_GRACE),
                        StreamJoined.with(TEXT, invocationSerde, tagSerde).withStoreName("join"))
                .filterNot((id, keyed) -> id.startsWith(CLOCK))
                .flatMap((id, keyed) -> spread(keyed))
                .peek((key, change) -> progress.sent.increment())
                .repartition(Repartitioned.with(TEXT, Change.SERDE)
                        .withName("changes")
                        .withNumberOfPartitions(kafka.partitions()))
                .peek((key, change) -> progress.received.increment())
                .groupByKey(Grouped.with(TEXT, Change.SERDE));
        windowed(changes, Granularity.MINUTE, Duration.ofMinutes(1));
        windowed(changes, Granularity.HOUR, Duration.ofHours(1));
        windowed(changes, Granularity.DAY, Duration.ofDays(1));
        monthly(changes);
        return builder.build();
    }

    private Change.Keyed rate(Invocation invocation, @Nullable TagEvent event) {
        List<String> values = event == null
                ? Book.unattributed()
                : Names.TAG_KEYS.stream().map(event.tags()::get).toList();
        String principal = invocation.principal();
        String month = WINDOWS.start(Granularity.MONTH, invocation.timestamp().toEpochMilli()) + "\t";
        List<String> keys = new ArrayList<>(2 + values.size());
        keys.add(month
                + Publication.cellKey(
                        invocation.accountId(),
                        invocation.region(),
                        invocation.modelId(),
                        principal.substring(0, Math.max(0, principal.lastIndexOf('/'))),
                        invocation.operation(),
                        values));
        keys.add(month + Publication.tagKey("*", "*"));
        for (int i = 0; i < values.size(); i++) {
            keys.add(month + Publication.tagKey(Names.TAG_KEYS.get(i), values.get(i)));
        }
        return new Change.Keyed(
                keys,
                new Change(
                        1,
                        event == null ? 1 : 0,
                        invocation.quantities().inputTokens(),
                        invocation.quantities().outputTokens(),
                        invocation.quantities().cacheReadTokens(),
                        costPicos(invocation)));
    }

    private long costPicos(Invocation invocation) {
        RateSchedule schedule = prices.get(invocation.modelId());
        BigDecimal cost = BigDecimal.ZERO;
        if (schedule != null) {
            for (RateCard card : schedule.cards()) {
                long quantity = invocation.quantities().get(card.unit());
                cost = cost.add(card.usdPerUnit().multiply(BigDecimal.valueOf(quantity)));
            }
        }
        return cost.movePointRight(12).longValueExact();
    }

    private static List<KeyValue<String, Change>> spread(Change.Keyed keyed) {
        return keyed.keys().stream()
                .map(key -> KeyValue.pair(key, keyed.change()))
                .toList();
    }

    private void windowed(KGroupedStream<String, Change> changes, Granularity granularity, Duration length) {
        publish(
                changes.windowedBy(TimeWindows.ofSizeAndGrace(length, GRACE))
                        .aggregate(
                                () -> Change.ZERO,
                                (key, change, total) -> total.plus(change),
                                Materialized.<String, Change, WindowStore<Bytes, byte[]>>as(
                                                "totals-" + granularity.wireName())
                                        .withKeySerde(TEXT)
                                        .withValueSerde(Change.SERDE)
                                        .withRetention(length.plus(GRACE).plus(Duration.ofHours(6))))
                        .toStream((window, total) -> window.window().start() + "\t" + rest(window.key())),
                granularity);
    }

    /** Months have no fixed length, so their start is part of every key. */
    private void monthly(KGroupedStream<String, Change> changes) {
        publish(
                changes.aggregate(
                                () -> Change.ZERO,
                                (key, change, total) -> total.plus(change),
                                Materialized.<String, Change, KeyValueStore<Bytes, byte[]>>as("totals-month")
                                        .withKeySerde(TEXT)
                                        .withValueSerde(Change.SERDE))
                        .toStream(),
                Granularity.MONTH);
    }

    private void publish(KStream<String, Change> totals, Granularity granularity) {
        totals.filter((key, total) -> Publication.isCell(rest(key)))
                .map((key, total) -> KeyValue.pair(key, Publication.usage(granularity, startMs(key), rest(key), total)))
                .to(
                        kafka.name(Topics.usage(granularity)),
                        Produced.with(TEXT, Topics.usage(granularity).valueSerde()));
        totals.filterNot((key, total) -> Publication.isCell(rest(key)))
                .map((key, total) -> KeyValue.pair(key, Publication.spend(granularity, startMs(key), rest(key), total)))
                .to(
                        kafka.name(Topics.spendByTag(granularity)),
                        Produced.with(TEXT, Topics.spendByTag(granularity).valueSerde()));
    }

    private static long startMs(String key) {
        return Long.parseLong(key.substring(0, key.indexOf('\t')));
    }

    private static String rest(String key) {
        return key.substring(key.indexOf('\t') + 1);
    }
}
