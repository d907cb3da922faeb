package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.RollingSpend;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Totals per tag value and of the whole: the spend-by-tag topics and the rolling spend. */
final class TagTotalsProcessor extends TotalsProcessor {

    private final Duration emitInterval;
    private final Set<Bytes> changed = new LinkedHashSet<>();
    private RollingSums rolling;

    @SuppressWarnings("NullAway.Init") // rolling is set by init before anything else is called
    TagTotalsProcessor(MeteringConfig config, Windows windows, MeteringCounters counters, Progress progress) {
        super(
                Progress.Stage.TAGS,
                StateStores.TAG_TOTALS,
                StateStores.TAG_CHANGES,
                windows,
                config.retention(),
                config.emitInterval(),
                counters,
                progress);
        this.emitInterval = config.emitInterval();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        rolling = new RollingSums(context.getStateStore(StateStores.TAG_ROLLING), totals()::minute);
        context.schedule(emitInterval, PunctuationType.WALL_CLOCK_TIME, this::publishRolling);
    }

    @Override
    void added(byte[] id, byte[] delta, long nowMs) {
        if (rolling.add(id, delta, nowMs)) {
            changed.add(Bytes.wrap(id));
        }
    }

    /**
     * Publishes what changed, and everything when a new minute begins. Which ids changed is kept on the heap only: after a
     * crash the next minute publishes them all.
     */
    private void publishRolling(long nowMs) {
        rolling.advance(nowMs).forEach(each -> changed.add(Bytes.wrap(each.id())));
        changed.forEach(id -> forward(rollingSpend(rolling.get(id.get(), nowMs), nowMs), nowMs));
        changed.clear();
    }

    private static Publication rollingSpend(RollingSums.Rolling sums, long nowMs) {
        String tag = new String(sums.id(), StandardCharsets.UTF_8);
        RollingSpend spend = new RollingSpend(
                TagKey.key(tag),
                TagKey.value(tag),
                Instant.ofEpochMilli(nowMs),
                sums.last5m(),
                sums.last1h(),
                sums.last24h());
        return new Publication(
                StateStores.SPEND_ROLLING_SINK,
                tag,
                Topics.SPEND_ROLLING.codec().encode(spend));
    }

    @Override
    Publication publication(Window window, long windowEndMs) {
        String tag = new String(window.id(), StandardCharsets.UTF_8);
        Instant start = Instant.ofEpochMilli(window.startMs());
        TagSpend spend = new TagSpend(
                window.granularity(),
                start,
                Instant.ofEpochMilli(windowEndMs),
                TagKey.key(tag),
                TagKey.value(tag),
                window.totals(),
                window.revision(),
                Instant.ofEpochMilli(window.updatedAtMs()));
        return new Publication(
                StateStores.spendSink(window.granularity()),
                tag + "|" + start,
                Topics.spendByTag(window.granularity()).codec().encode(spend));
    }
}
