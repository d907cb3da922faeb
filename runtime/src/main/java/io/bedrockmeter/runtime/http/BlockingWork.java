package io.bedrockmeter.runtime.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that blocks or computes, away from the event loop. At most so much runs and so much waits; what comes
 * on top is refused at once (503), so that nothing queues without end. Running, waiting and refused work is counted.
 */
public final class BlockingWork implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final String name;
    private final ThreadPoolExecutor threads;
    private final Counter refused;

    /**
     * @param name of threads and of the {@code pool} label of metrics
     * @param threads how much runs at once, 1 or more
     * @param waiting how much may wait, 1 or more
     */
    public BlockingWork(Vertx vertx, String name, int threads, int waiting, MeterRegistry registry) {
        this.vertx = vertx;
        this.name = name;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
        this.refused = Counter.builder("bedrock.meter.http.work.refused")
                .description("Work refused because a pool was full")
                .tag("pool", name)
                .register(registry);
        Gauge.builder("bedrock.meter.http.work.running", this.threads, ThreadPoolExecutor::getActiveCount)
                .tag("pool", name)
                .register(registry);
        Gauge.builder(
                        "bedrock.meter.http.work.waiting",
                        this.threads,
                        pool -> pool.getQueue().size())
                .tag("pool", name)
                .register(registry);
    }

    /**
     * Runs work and completes the future on the caller's context. Fails with a {@link ProblemException} of
     * {@link ErrorCode#OVERLOADED} when the pool is full.
     */
    public <T> Future<T> run(Callable<T> work) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        try {
            threads.execute(() -> {
                Outcome<T> outcome = Outcome.of(work);
                context.runOnContext(ignored -> outcome.tell(promise));
            });
        } catch (RejectedExecutionException e) {
            refused.increment();
            promise.fail(new ProblemException(Problem.passing(
                    ErrorCode.OVERLOADED,
                    "all " + threads.getMaximumPoolSize() + " threads of " + name + " are busy and "
                            + threads.getQueue().size() + " requests wait",
                    RETRY_AFTER)));
        }
        return promise.future();
    }

    /** Refuses new work, interrupts what runs and waits up to five seconds for it to end. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What came of work: a result, or why there is none. */
    private sealed interface Outcome<T> {

        record Done<T>(T result) implements Outcome<T> {
            @Override
            public void tell(Promise<T> promise) {
                promise.complete(result);
            }
        }

        record Failed<T>(Throwable cause) implements Outcome<T> {
            @Override
            public void tell(Promise<T> promise) {
                promise.fail(cause);
            }
        }

        void tell(Promise<T> promise);

        /** Errors are caught too: a request without an answer would hang. */
        static <T> Outcome<T> of(Callable<T> work) {
            try {
                return new Done<>(work.call());
            } catch (Exception | Error e) {
                return new Failed<>(e);
            }
        }
    }
}
