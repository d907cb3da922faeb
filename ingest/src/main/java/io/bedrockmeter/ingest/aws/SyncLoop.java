package io.bedrockmeter.ingest.aws;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task again and again in a thread of its own, so never twice at once. A run that fails is logged and counted; the next
 * one comes all the same.
 */
final class SyncLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SyncLoop.class);
    private static final Duration STOP_PATIENCE = Duration.ofMillis(500);
    private static final int MAX_LOGGED_FAILURES = 5;
    private static final int JITTER_PARTS = 5;

    private final ReferenceSyncTask task;
    private final Duration interval;
    private final Clock clock;
    private final RandomGenerator random;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /** Written by the loop only. */
    private volatile SyncStatus status;

    SyncLoop(ReferenceSyncTask task, Duration interval, Clock clock, RandomGenerator random) {
        this.task = task;
        this.interval = interval;
        this.clock = clock;
        this.random = random;
        this.status = SyncStatus.initial(task.name());
        this.thread = new Thread(this::loop, task.name() + "-sync-loop");
        // A call to AWS cannot always be interrupted; it must not keep the process.
        thread.setDaemon(true);
    }

    /** Runs for the first time at once. */
    void start() {
        thread.start();
    }

    SyncStatus status() {
        return status;
    }

    /** Tells the thread to stop; does not wait. */
    void stop() {
        stop.countDown();
        thread.interrupt();
    }

    /** Stops and waits up to half a second. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        task.close();
    }

    private void loop() {
        try {
            do {
                runOnce();
            } while (!stop.await(jittered().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() throws InterruptedException {
        try {
            SyncSummary summary = task.run();
            status = status.ran(summary, clock.instant());
            log(summary);
        } catch (RuntimeException e) {
            if (stop.getCount() == 0) {
                return;
            }
            status = status.failed();
            LOG.atWarn()
                    .addKeyValue("what", task.name())
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("synchronisation failed; tried again later");
        }
    }

    /** The interval, up to a tenth shorter or longer. */
    private Duration jittered() {
        long spread = interval.toMillis() / JITTER_PARTS;
        return interval.minusMillis(spread / 2).plusMillis(random.nextLong(spread + 1));
    }

    private void log(SyncSummary summary) {
        LOG.atInfo()
                .addKeyValue("what", task.name())
                .addKeyValue("listed", summary.listed())
                .addKeyValue("written", summary.written())
                .addKeyValue("unchanged", summary.unchanged())
                .addKeyValue("failed", summary.failed().size())
                .log("synchronised");
        summary.failed().stream()
                .limit(MAX_LOGGED_FAILURES)
                .forEach(failure -> LOG.atWarn()
                        .addKeyValue("what", failure.what())
                        .addKeyValue("reason", failure.reason())
                        .log("not learned"));
    }
}
