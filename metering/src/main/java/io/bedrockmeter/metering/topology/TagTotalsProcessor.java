package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.TagKey;
import io.bedrockmeter.metering.totals.TotalsBytes;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.TagSpendMapping;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RollingSpend;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Totals per tag value and of the whole: the spend-by-tag topics and the rolling spend. */
final class TagTotalsProcessor extends TotalsProcessor {

    private static final Duration ADVANCE_INTERVAL = Duration.ofSeconds(1);

    private static final int MAX_REMEMBERED = 100_000;

    private record Tag(String key, String value) {}

    private static final String[] SINKS =
            Arrays.stream(Granularity.values()).map(StateStores::spendSink).toArray(String[]::new);

    private final AvroWriter writer = new AvroWriter();
    private final Map<Bytes, Tag> tags = new HashMap<>();
    private final Set<Bytes> changed = new LinkedHashSet<>();
    private RollingSums rolling;

    @SuppressWarnings("NullAway.Init") // rolling is set by init before anything else is called
    TagTotalsProcessor(
            MeteringConfig config, Windows windows, MeteringCounters counters, Progress progress, CommitPacer pacer) {
        super(
                Progress.Stage.TAGS,
                StateStores.TAG_TOTALS,
                StateStores.TAG_COMMIT,
                windows,
                config.retention(),
                counters,
                progress,
                pacer);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        rolling = new RollingSums(context.getStateStore(StateStores.TAG_ROLLING), totals()::minute);
        context.schedule(ADVANCE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::advance);
    }

    @Override
    void added(byte[] id, byte[] delta, long nowMs) {
        if (rolling.add(id, delta, nowMs)) {
            changed.add(Bytes.wrap(id));
        }
    }

    /** When a new minute begins, every window moves. */
    private void advance(long nowMs) {
        rolling.advance(nowMs).forEach(each -> changed.add(Bytes.wrap(each.id())));
    }

    @Override
    void write(long nowMs) {
        super.write(nowMs);
        changed.forEach(id -> forward(rollingSpend(rolling.get(id.get(), nowMs), nowMs), nowMs));
        changed.clear();
        rolling.write();
    }

    private Publication rollingSpend(RollingSums.Rolling sums, long nowMs) {
        Tag tag = tag(sums.id());
        RollingSpend spend = new RollingSpend(
                tag.key(), tag.value(), Instant.ofEpochMilli(nowMs), sums.last5m(), sums.last1h(), sums.last24h());
        return new Publication(
                StateStores.SPEND_ROLLING_SINK,
                sums.id(),
                Topics.SPEND_ROLLING.codec().encode(spend));
    }

    private Tag tag(byte[] id) {
        Bytes key = Bytes.wrap(id);
        Tag tag = tags.get(key);
        if (tag == null) {
            if (tags.size() >= MAX_REMEMBERED) {
                tags.clear();
            }
            String text = new String(id, StandardCharsets.UTF_8);
            tag = new Tag(TagKey.key(text), TagKey.value(text));
            tags.put(key, tag);
        }
        return tag;
    }

    @Override
    Publication publication(Window window, byte[] startText, long windowEndMs) {
        Tag tag = tag(window.id());
        Granularity granularity = window.granularity();
        byte[] value = TagSpendMapping.encode(
                writer,
                granularity,
                window.startMs(),
                windowEndMs,
                tag.key(),
                tag.value(),
                out -> TotalsBytes.write(out, window.totals(), 0),
                window.revision(),
                window.updatedAtMs());
        return new Publication(SINKS[granularity.ordinal()], joined(window.id(), startText), value);
    }
}
