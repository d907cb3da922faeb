package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.topology.WindowedTotals.Window;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.model.Granularity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Adds differences to every window of their id and publishes the windows that changed. */
abstract class TotalsProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final Duration TICK_INTERVAL = Duration.ofMillis(50);
    private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(10);
    private static final int EXPIRED_PER_STEP = 10_000;

    private final Progress.Stage stage;
    private final String totalsStore;
    private final String commitHook;
    private final Windows windows;
    private final Map<Granularity, Duration> retention;
    private final MeteringCounters counters;
    private final Progress progress;
    private final CommitPacer pacer;

    /** Marks met since the last commit: only when it has written the totals do they hold what came before the mark. */
    private final Map<Integer, Progress.Mark> met = new HashMap<>();

    /** Of the window of each granularity that was published last: the next one mostly starts at the same time. */
    private final @Nullable Bounds[] lastBounds = new Bounds[Granularity.values().length];

    private ProcessorContext<byte[], byte[]> context;
    private WindowedTotals totals;

    @SuppressWarnings("NullAway.Init") // context and totals are set by init before anything else is called
    TotalsProcessor(
            Progress.Stage stage,
            String totalsStore,
            String commitHook,
            Windows windows,
            Map<Granularity, Duration> retention,
            MeteringCounters counters,
            Progress progress,
            CommitPacer pacer) {
        this.stage = stage;
        this.totalsStore = totalsStore;
        this.commitHook = commitHook;
        this.windows = windows;
        this.retention = retention;
        this.counters = counters;
        this.progress = progress;
        this.pacer = pacer;
    }

    private record Bounds(long startMs, long endMs, byte[] startText) {}

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        totals = new WindowedTotals(newContext.getStateStore(totalsStore), windows, retention);
        CommitHook commit = newContext.getStateStore(commitHook);
        commit.bind(
                newContext,
                () -> pacer.measured(newContext.currentSystemTimeMs(), () -> write(newContext.currentSystemTimeMs())));
        newContext.schedule(TICK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
        newContext.schedule(
                EXPIRY_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> totals.expire(now, EXPIRED_PER_STEP));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (Deltas.isMarker(record.key())) {
            met.put(Deltas.markerSource(record.value()), Deltas.mark(record.value()));
            return;
        }
        long nowMs = context.currentSystemTimeMs();
        counters.expiredWindows.add(totals.add(record.key(), record.value(), nowMs));
        added(record.key(), record.value(), nowMs);
    }

    @Override
    public void close() {
        progress.forget(stage, context.taskId().partition());
    }

    /** Called for every difference after it was added. */
    abstract void added(byte[] id, byte[] delta, long nowMs);

    /** The record to publish for a window, and the name of the sink it goes to; {@code startText} is in ISO-8601. */
    abstract Publication publication(Window window, byte[] startText, long windowEndMs);

    /** A record for a sink. */
    record Publication(String sink, byte[] key, byte[] value) {}

    /** A key of two parts. */
    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + 1 + second.length);
        both[first.length] = '|';
        System.arraycopy(second, 0, both, first.length + 1, second.length);
        return both;
    }

    /** Asks for a commit when something changed and it is time. */
    private void tick(long nowMs) {
        if ((totals.hasChanged() || !met.isEmpty()) && pacer.due(nowMs)) {
            context.commit();
        }
    }

    /** Writes and publishes what changed; part of every commit. */
    void write(long nowMs) {
        totals.write(window -> {
            Bounds bounds = bounds(window);
            forward(publication(window, bounds.startText, bounds.endMs), nowMs);
        });
        met.forEach((source, mark) -> progress.reached(stage, context.taskId().partition(), source, mark));
        met.clear();
    }

    private Bounds bounds(Window window) {
        Bounds last = lastBounds[window.granularity().ordinal()];
        if (last == null || last.startMs != window.startMs()) {
            last = new Bounds(
                    window.startMs(),
                    windows.end(window.granularity(), window.startMs()),
                    Instant.ofEpochMilli(window.startMs()).toString().getBytes(StandardCharsets.US_ASCII));
            lastBounds[window.granularity().ordinal()] = last;
        }
        return last;
    }

    /** Sends a record to its sink. */
    final void forward(Publication publication, long nowMs) {
        context.forward(new Record<>(publication.key(), publication.value(), nowMs), publication.sink());
    }

    /** The totals as stored. */
    final WindowedTotals totals() {
        return totals;
    }
}
