package io.bedrockmeter.ingest;

import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.SinkFailedException;
import io.bedrockmeter.ingest.source.News;
import io.bedrockmeter.ingest.source.PolledSource;
import io.bedrockmeter.ingest.source.SourceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls sources and commits what they hand over, with a sink of its own, until it is closed or Kafka refuses for good. What
 * one thread waits for never holds up another.
 */
final class SourceThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceThread.class);
    private static final long ORDERLY_STOP_MS = 2_000;
    private static final long FORCED_STOP_MS = 500;

    private final List<PolledSource> sources;
    private final SourceReports reports;
    private final KafkaSink sink;
    private final News news;
    private final Duration pause;
    private final Thread thread;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopping;

    /**
     * A thread that has not been started.
     *
     * @param reports tell others how the sources do
     * @param sink closed with this
     * @param news ends the pause between polls that brought nothing
     * @param pause between such polls, at most
     */
    SourceThread(
            String name, List<PolledSource> sources, SourceReports reports, KafkaSink sink, News news, Duration pause) {
        this.reports = reports;
        this.sources = List.copyOf(sources);
        this.sink = sink;
        this.news = news;
        this.pause = pause;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Why it has stopped by itself, empty while it has not. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** How the sources do. May be called from any thread. */
    List<SourceState> states() {
        return sources.stream().flatMap(source -> source.states().stream()).toList();
    }

    /** What the sources are called in reports. */
    Set<String> reportedNames() {
        return reports.names();
    }

    boolean isRunning() {
        return thread.isAlive() && failure.get() == null;
    }

    /** Asks it to stop; {@link #close} waits for it. */
    void stop() {
        stopping = true;
        sources.forEach(PolledSource::stop);
        news.tell();
    }

    /** Commits what has been read and stops; takes at most five seconds. What is lost then is read again later. */
    @Override
    public void close() {
        stop();
        if (!joined(ORDERLY_STOP_MS)) {
            thread.interrupt();
            joined(FORCED_STOP_MS);
        }
        sink.close();
    }

    private void run() {
        try {
            while (!stopping) {
                boolean progress = false;
                for (PolledSource source : sources) {
                    progress |= source.poll();
                }
                reports.reportIfDue();
                sink.commitIfDue();
                if (!progress) {
                    news.await(pause);
                }
            }
            sink.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SinkFailedException e) {
            failure.set(e);
            LOG.atError()
                    .addKeyValue("thread", thread.getName())
                    .addKeyValue("reason", e.getMessage())
                    .log("ingest has stopped");
        } catch (RuntimeException e) {
            failure.set(e);
            LOG.atError()
                    .addKeyValue("thread", thread.getName())
                    .setCause(e)
                    .log("ingest has stopped for a reason that is a defect");
        } finally {
            sources.forEach(PolledSource::close);
        }
    }

    private boolean joined(long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
