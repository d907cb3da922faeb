package io.bedrockmeter.ingest.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a backfill. Between two polls exactly the events before {@link #remaining} have been handed over: those of the
 * latest millisecond met so far are held back until a later one shows that they are complete. For one thread.
 */
final class Slice {

    /** Of events of one millisecond no more than this is held back; after that, a crash can repeat them. */
    private static final long MAX_HELD_CHARS = 16L * 1024 * 1024;

    private final EventIntake intake;
    private final Paging paging;
    private final SeenEvents seen = new SeenEvents();
    private final List<LogEvent> held = new ArrayList<>();
    private long heldChars;
    private Range remaining;

    Slice(GroupAccess access, EventIntake intake, Range range) {
        this.intake = intake;
        this.paging = new Paging(access);
        this.remaining = range;
        paging.begin(range);
    }

    /** What is still to be read. */
    Range remaining() {
        return remaining;
    }

    boolean isDone() {
        return remaining.isEmpty();
    }

    /** Reads on; whether there was anything. */
    boolean poll() {
        Optional<Page> page = paging.poll();
        page.ifPresent(this::take);
        return page.isPresent();
    }

    void cancel() {
        paging.cancel();
    }

    private void take(Page page) {
        for (LogEvent event : page.events()) {
            if (seen.add(event)) {
                take(event);
            } else {
                intake.meter().repeated();
            }
        }
        if (paging.isDone()) {
            release();
            advanceTo(remaining.toMs());
        }
    }

    private void take(LogEvent event) {
        if (event.timestampMs() > remaining.fromMs()) {
            release();
            advanceTo(event.timestampMs());
        }
        if (event.timestampMs() < remaining.fromMs() || heldChars > MAX_HELD_CHARS) {
            intake.handOver(event);
            return;
        }
        held.add(event);
        heldChars += event.message().length();
    }

    private void release() {
        held.forEach(intake::handOver);
        held.clear();
        heldChars = 0;
    }

    private void advanceTo(long fromMs) {
        remaining = new Range(Math.min(fromMs, remaining.toMs()), remaining.toMs());
    }
}
