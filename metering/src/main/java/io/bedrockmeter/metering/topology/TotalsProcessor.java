package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Adds differences to every window of their id and publishes the windows that changed. */
abstract class TotalsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(10);
    private static final int EXPIRED_PER_STEP = 10_000;

    private final String stage;
    private final String totalsStore;
    private final String changesStore;
    private final Windows windows;
    private final Map<Granularity, Duration> retention;
    private final Duration emitInterval;
    private final MeteringCounters counters;
    private final FlushEpoch epochs;

    private ProcessorContext<byte[], byte[]> context;
    private WindowedTotals totals;

    @SuppressWarnings("NullAway.Init") // context and totals are set by init before anything else is called
    TotalsProcessor(
            String stage,
            String totalsStore,
            String changesStore,
            Windows windows,
            Map<Granularity, Duration> retention,
            Duration emitInterval,
            MeteringCounters counters,
            FlushEpoch epochs) {
        this.stage = stage;
        this.totalsStore = totalsStore;
        this.changesStore = changesStore;
        this.windows = windows;
        this.retention = retention;
        this.emitInterval = emitInterval;
        this.counters = counters;
        this.epochs = epochs;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        totals = new WindowedTotals(
                newContext.getStateStore(totalsStore), newContext.getStateStore(changesStore), windows, retention);
        newContext.schedule(emitInterval, PunctuationType.WALL_CLOCK_TIME, this::publish);
        newContext.schedule(
                EXPIRY_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> totals.expire(now, EXPIRED_PER_STEP));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (Deltas.isMarker(record.key())) {
            epochs.reached(
                    stage,
                    context.taskId().partition(),
                    Deltas.markerSource(record.value()),
                    Deltas.markerEpoch(record.value()));
            return;
        }
        meet(record.key(), record.value());
        counters.expiredWindows.add(totals.add(record.key(), record.value(), context.currentSystemTimeMs()));
    }

    /** Called for every difference before it is added. */
    void meet(byte[] id, byte[] delta) {}

    /** The record to publish for a window, and the name of the sink it goes to. */
    abstract Publication publication(Window window, long windowEndMs);

    /** A record for a sink. */
    record Publication(String sink, String key, byte[] value) {}

    private void publish(long nowMs) {
        for (Window window : totals.takeChanged()) {
            long endMs = windows.end(window.granularity(), window.startMs());
            Publication publication = publication(window, endMs);
            context.forward(
                    new Record<>(
                            publication.key().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            publication.value(),
                            nowMs),
                    publication.sink());
        }
    }
}
