package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.sink.SinkFailedException;
import io.bedrockmeter.ingest.sink.TransactionalSink;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Health;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.bedrockmeter.schemas.model.SourceReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lets requests that come at about the same time share a transaction: one thread gathers what waits, writes it, commits, and
 * only then tells each request. Now and then it also writes that it lives. What waits is limited in bytes. A request that was refused for want of an answer may have
 * been written all the same: whoever sends it again causes a duplicate that metering recognises, never a loss.
 */
final class GroupCommit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final long IDLE_MS = 200;
    private static final long ORDERLY_STOP_MS = 5_000;
    private static final long FORCED_STOP_MS = 1_000;

    private final Supplier<? extends TransactionalSink> opener;
    private final GroupCommitSettings settings;
    private final IntakeCounters counters;
    private final HeartBeat heartBeat;
    private final ByteBudget budget;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private final Fencings fencings = new Fencings();
    private volatile Optional<String> failure = Optional.empty();
    private volatile TransactionalSink sink;
    private volatile String down = "";
    private volatile long writingSinceNanos;
    private volatile boolean writing;

    /** A request's records and who waits for them. */
    private record Waiting(RecordBatch batch, CompletableFuture<@Nullable Void> committed) {}

    /**
     * Connects and starts.
     *
     * @param opener opens a sink; called again after a sink has failed for good
     * @throws RuntimeException what the opener throws
     */
    GroupCommit(
            String name,
            Supplier<? extends TransactionalSink> opener,
            GroupCommitSettings settings,
            IntakeCounters counters,
            HeartBeat heartBeat) {
        this.heartBeat = heartBeat;
        this.opener = opener;
        this.settings = settings;
        this.counters = counters;
        this.budget = new ByteBudget(settings.maxWaitingBytes());
        this.sink = opener.get();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /**
     * Takes records; the future completes when they are committed, or fails with a {@link ProblemException} when that is not
     * known in time.
     *
     * @param patience how long to wait, blocking, for memory; zero not to
     * @throws ProblemException 503 at once when there is no memory or Kafka is away
     */
    CompletableFuture<@Nullable Void> submit(RecordBatch batch, Duration patience) {
        if (healthNow() instanceof Health.Down reason) {
            throw refused(reason.reason());
        }
        if (!taken(batch.bytes(), patience)) {
            throw refused("records of " + budget.taken() + " bytes wait for Kafka, of " + budget.limit());
        }
        Waiting waiting = new Waiting(batch, new CompletableFuture<>());
        queue.add(waiting);
        return waiting.committed()
                .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> {
                    if (failure instanceof TimeoutException) {
                        throw refused("Kafka has not acknowledged within "
                                + settings.patience().toMillis() + " ms");
                    }
                    if (failure instanceof RuntimeException known) {
                        throw known;
                    }
                    return done;
                });
    }

    /** How long a request waits for Kafka. */
    Duration patience() {
        return settings.patience();
    }

    /** Memory of the records that wait, in bytes. */
    long waitingBytes() {
        return budget.taken();
    }

    /** Requests, or parts of large ones, that wait to be written. */
    int waiting() {
        return queue.size();
    }

    /** Down while Kafka refuses, or has not answered for longer than any request waits. */
    Health healthNow() {
        if (stop.getCount() == 0) {
            return new Health.Down("the service is stopping");
        }
        String reason = down;
        if (!reason.isEmpty()) {
            return new Health.Down(reason);
        }
        long sinceMs = (System.nanoTime() - writingSinceNanos) / 1_000_000;
        return writing && sinceMs > settings.patience().toMillis()
                ? new Health.Down("Kafka has not answered for " + sinceMs / 1_000 + " s")
                : new Health.Up();
    }

    /** Why it has given up for good, empty while it works or tries again. */
    Optional<String> failure() {
        return failure;
    }

    /** Refuses new records, commits those that wait and stops; takes at most seven seconds. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(ORDERLY_STOP_MS);
            sink.close();
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(FORCED_STOP_MS);
            }
        } catch (InterruptedException e) {
            sink.close();
            Thread.currentThread().interrupt();
        }
        failWaiting("the service is stopping");
    }

    private void run() {
        try {
            while (stop.getCount() > 0 || !queue.isEmpty()) {
                List<Waiting> group = nextGroup();
                Optional<SourceReport> report = heartBeat.due();
                if ((!group.isEmpty() || report.isPresent()) && !write(group, report)) {
                    failWaiting(down);
                    if (failure.isPresent()) {
                        return;
                    }
                    reopen();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is written together; empty when nothing came for a while. */
    private List<Waiting> nextGroup() throws InterruptedException {
        List<Waiting> group = new ArrayList<>();
        int records = 0;
        Waiting next = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
        long until = System.nanoTime() + settings.linger().toNanos();
        while (next != null) {
            if (next.committed().isDone()) {
                // It was refused while it waited.
                budget.giveBack(next.batch().bytes());
            } else {
                group.add(next);
                records += next.batch().size();
            }
            if (records >= settings.maxRecords()) {
                break;
            }
            long left = stop.getCount() == 0 ? 0 : until - System.nanoTime();
            next = queue.poll(Math.max(0, left), TimeUnit.NANOSECONDS);
        }
        return group;
    }

    private boolean write(List<Waiting> group, Optional<SourceReport> report) {
        writingSinceNanos = System.nanoTime();
        writing = true;
        try {
            for (Waiting each : group) {
                each.batch().writeTo(sink);
            }
            report.ifPresent(sink::report);
            sink.commit();
        } catch (RuntimeException e) {
            LoggingEventBuilder said = LOG.atError().addKeyValue("requests", group.size());
            // A refusal of Kafka explains itself; anything else is a defect.
            said = e instanceof SinkFailedException ? said.addKeyValue("reason", e.getMessage()) : said.setCause(e);
            said.log("records could not be written");
            down = "Kafka refuses what is written; the log of the server says why";
            if (e instanceof SinkFailedException failed && failed.isFenced() && fencings.add()) {
                down = "another instance with the same id takes usage over HTTP";
                failure = Optional.of(down);
            }
            group.forEach(each -> each.committed().completeExceptionally(refused(down)));
            return false;
        } finally {
            writing = false;
            group.forEach(each -> budget.giveBack(each.batch().bytes()));
        }
        if (!group.isEmpty()) {
            counters.countCommit(group.size(), System.nanoTime() - writingSinceNanos);
        }
        group.forEach(each -> each.committed().complete(null));
        return true;
    }

    private void reopen() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        sink.close();
        while (!stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                sink = opener.get();
                down = "";
                LOG.atInfo().log("writing to Kafka again");
                return;
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("cannot begin to write to Kafka");
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                failWaiting(down);
            }
        }
    }

    private void failWaiting(String reason) {
        for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
            budget.giveBack(waiting.batch().bytes());
            waiting.committed().completeExceptionally(refused(reason));
        }
    }

    private boolean taken(long bytes, Duration patience) {
        try {
            return budget.take(bytes, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ProblemException refused(String reason) {
        return new ProblemException(Problem.passing(ErrorCode.OVERLOADED, reason, RETRY_AFTER));
    }
}
