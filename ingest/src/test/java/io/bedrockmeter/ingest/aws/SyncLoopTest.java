package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The periodic run of a synchronisation. */
class SyncLoopTest {

    private static final SteppingClock CLOCK = new SteppingClock("2026-02-01T00:00:00Z");

    /** A task that counts its runs and how many are under way at once. */
    private static class CountingTask implements ReferenceSyncTask {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public String name() {
            return "profiles";
        }

        @Override
        public SyncSummary run() throws InterruptedException {
            runs.incrementAndGet();
            return new SyncSummary(2, 1, 1, List.of(new SyncSummary.Failure("p", "no")));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static SyncLoop loop(ReferenceSyncTask task, Duration interval) {
        return new SyncLoop(task, interval, CLOCK, new SplittableRandom(1));
    }

    @Test
    void the_first_run_comes_at_once_and_later_ones_follow() {
        CountingTask task = new CountingTask();
        try (SyncLoop loop = loop(task, Duration.ofMillis(5))) {
            loop.start();

            await().until(() -> loop.status().runs() >= 3);

            SyncStatus status = loop.status();
            assertThat(status.written()).isEqualTo(status.runs());
            assertThat(status.notLearned()).isEqualTo(status.runs());
            assertThat(status.lastRun()).contains(CLOCK.instant());
        }
        assertThat(task.closed).hasValue(1);
    }

    @Test
    void a_run_that_fails_is_counted_and_the_next_one_comes() {
        CountingTask task = new CountingTask() {
            @Override
            public SyncSummary run() throws InterruptedException {
                SyncSummary summary = super.run();
                if (runs.get() < 3) {
                    throw new KafkaUnavailableException("the brokers are away", null);
                }
                return summary;
            }
        };
        try (SyncLoop loop = loop(task, Duration.ofMillis(5))) {
            loop.start();

            await().until(() -> loop.status().runs() >= 1);

            assertThat(loop.status().failedRuns()).isEqualTo(2);
        }
    }

    @Test
    void closing_interrupts_a_run_that_hangs() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountingTask task = new CountingTask() {
            @Override
            public SyncSummary run() throws InterruptedException {
                hanging.countDown();
                try {
                    new CountDownLatch(1).await();
                    return SyncSummary.EMPTY;
                } finally {
                    interrupted.countDown();
                }
            }
        };
        SyncLoop loop = loop(task, Duration.ofHours(1));
        loop.start();
        hanging.await();

        loop.close();

        assertThat(interrupted.getCount()).isZero();
        assertThat(task.closed).hasValue(1);
    }
}
