package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Totals per tag value and of the whole: the spend-by-tag topics. */
final class TagTotalsProcessor extends TotalsProcessor {

    TagTotalsProcessor(MeteringConfig config, Windows windows, MeteringCounters counters, FlushEpoch epochs) {
        super(
                FlushEpoch.TAGS,
                StateStores.TAG_TOTALS,
                StateStores.TAG_CHANGES,
                windows,
                config.retention(),
                config.emitInterval(),
                counters,
                epochs);
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
