package io.bedrockmeter.metering.topology;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides when a stream thread should commit: soon while that is cheap, later when it is not, so that commits never take
 * more than about a sixth of the time. What is combined between two commits is written once; so under load, fewer commits
 * mean less work. The configured commit interval of Kafka Streams remains the upper bound. Thread-safe.
 */
final class CommitPacer {

    /** Time between two commits, in multiples of what the last one took. */
    private static final int COST_FACTOR = 5;

    private static final long NANOS_PER_MS = 1_000_000;

    private final long shortestMs;
    private final Map<Thread, Round> rounds = new ConcurrentHashMap<>();

    CommitPacer(Duration shortest) {
        this.shortestMs = shortest.toMillis();
    }

    /** The last commit of a thread: all tasks of a thread commit together. */
    private static final class Round {
        private long startedAtMs;
        private long costNanos;
    }

    /** Runs what a task does in a commit and remembers what it cost. */
    void measured(long nowMs, Runnable commitWork) {
        Round round = rounds.computeIfAbsent(Thread.currentThread(), thread -> new Round());
        if (nowMs - round.startedAtMs >= shortestMs / 2) {
            round.startedAtMs = nowMs;
            round.costNanos = 0;
        }
        long started = System.nanoTime();
        commitWork.run();
        round.costNanos += System.nanoTime() - started;
    }

    /** Whether enough time has passed for the calling thread to commit again. */
    boolean due(long nowMs) {
        Round round = rounds.get(Thread.currentThread());
        return round == null
                || nowMs - round.startedAtMs >= Math.max(shortestMs, COST_FACTOR * round.costNanos / NANOS_PER_MS);
    }
}
