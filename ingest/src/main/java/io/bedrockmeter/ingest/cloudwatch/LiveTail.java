package io.bedrockmeter.ingest.cloudwatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows the end of a log group with two passes: one over the recent past, again and again, for speed; one over everything
 * since the watermark, now and then, for events that became visible late. FilterLogEvents knows event time only, so both
 * meet most events repeatedly; each is handed over once. The watermark follows the overlap behind the begin of each complete full
 * pass. For one thread.
 */
final class LiveTail {

    private static final int QUIET_DOUBLING = 2;
    private static final long SHORTEST_QUIET_PAUSE_MS = 100;

    private final CloudWatchConfig config;
    private final Clock clock;
    private final EventIntake intake;
    private final Paging recent;
    private final Paging full;
    private final SeenEvents seen = new SeenEvents();
    private long completeUntilMs;
    private long fullPassBeganMs;
    private long recentPassBeganMs;
    private boolean fullPassOpen;
    private boolean recentPassOpen;
    private boolean news;
    private final long fullPassPauseNanos;
    private Duration pause;
    private long nextRecentNanos = System.nanoTime();
    private long nextFullNanos = System.nanoTime();

    LiveTail(CloudWatchConfig config, Clock clock, GroupAccess access, EventIntake intake, long completeUntilMs) {
        this.config = config;
        this.clock = clock;
        this.intake = intake;
        this.recent = new Paging(access);
        this.full = new Paging(access);
        this.completeUntilMs = completeUntilMs;
        this.fullPassPauseNanos =
                config.overlap().dividedBy(access.pace().fullPasses()).toNanos();
        this.pause = config.busyPoll();
    }

    /** Event time before which everything that became visible within the overlap has been handed over. */
    long completeUntilMs() {
        return completeUntilMs;
    }

    /** Reads on; whether there was anything. */
    boolean poll() {
        long now = clock.millis();
        if (!recentPassOpen && System.nanoTime() - nextRecentNanos >= 0) {
            long from = Math.max(completeUntilMs, now - config.recent().toMillis());
            recentPassBeganMs = now;
            recentPassOpen = begin(recent, from, now);
            news = false;
        }
        if (!fullPassOpen && System.nanoTime() - nextFullNanos >= 0) {
            fullPassBeganMs = now;
            fullPassOpen = begin(full, completeUntilMs, now);
        }
        boolean progress = take(recent) | take(full);
        if (recentPassOpen && recent.isDone()) {
            endRecentPass();
        }
        if (fullPassOpen && full.isDone()) {
            endFullPass();
        }
        return progress;
    }

    void cancel() {
        recent.cancel();
        full.cancel();
    }

    /** Begins a pass up to and including now, unless the watermark lies in the future. */
    private static boolean begin(Paging paging, long fromMs, long nowMs) {
        if (fromMs > nowMs) {
            return false;
        }
        paging.begin(new Range(fromMs, nowMs + 1));
        return true;
    }

    private boolean take(Paging paging) {
        Optional<Page> page = paging.poll();
        page.ifPresent(arrived -> arrived.events().forEach(this::take));
        return page.isPresent();
    }

    private void take(LogEvent event) {
        if (seen.add(event)) {
            news = true;
            intake.handOver(event);
        } else {
            intake.meter().repeated();
        }
    }

    private void endRecentPass() {
        recentPassOpen = false;
        intake.meter().passed(Instant.ofEpochMilli(recentPassBeganMs));
        long quiet = Math.max(SHORTEST_QUIET_PAUSE_MS, pause.toMillis() * QUIET_DOUBLING);
        pause = news
                ? config.busyPoll()
                : Duration.ofMillis(Math.min(quiet, config.idlePoll().toMillis()));
        nextRecentNanos = System.nanoTime() + pause.toNanos();
    }

    private void endFullPass() {
        fullPassOpen = false;
        completeUntilMs =
                Math.max(completeUntilMs, fullPassBeganMs - config.overlap().toMillis());
        seen.forgetBefore(completeUntilMs);
        nextFullNanos = System.nanoTime() + fullPassPauseNanos;
    }
}
