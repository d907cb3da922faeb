package io.bedrockmeter.bench.latency;

import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Puts load on whatever meters under a prefix, and measures. */
public final class LatencyRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MS = 100;

    private final Load load;
    private final Arrivals arrivals;

    public LatencyRun(KafkaSettings kafka, Shape shape) {
        this.load = new Load(kafka, shape);
        this.arrivals = new Arrivals(kafka);
    }

    /** Writes prices and begins to watch the totals. */
    public void start() {
        load.prices();
        arrivals.start();
    }

    /** Measures at a load, after a warm-up at the same load. */
    public LatencyResult measure(long perSecond, Duration warmUp, Duration length) throws InterruptedException {
        load.run(perSecond, warmUp);
        Set<String> before = new HashSet<>(load.appendedAtMs().keySet());
        double sent = load.run(perSecond, length);
        Set<String> measured = new HashSet<>(load.appendedAtMs().keySet());
        measured.removeAll(before);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!arrivals.arrivedAtMs().keySet().containsAll(measured) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
        return LatencyResult.of(sent, measured, load.appendedAtMs(), arrivals.arrivedAtMs());
    }

    @Override
    public void close() {
        try {
            arrivals.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
