package io.bedrockmeter.runtime.streams;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.TopologyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a Streams thread dies: a new one takes its place, unless the cause stays (permissions, missing topics,
 * an occupied state directory) or threads keep dying. Then the application stops, and says why. Thread-safe.
 */
public final class StreamsFailures implements StreamsUncaughtExceptionHandler {

    /** Threads that may die within {@link #PERIOD} before the application gives up. */
    static final int MAX_REPLACEMENTS = 10;

    static final Duration PERIOD = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(StreamsFailures.class);

    private final String application;
    private final Clock clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private volatile Optional<String> fatal = Optional.empty();

    /**
     * Failures of one application.
     *
     * @param application what the log calls it
     */
    public StreamsFailures(String application, Clock clock) {
        this.application = application;
        this.clock = clock;
    }

    /** Why the application stopped, empty while it works. */
    public Optional<String> fatal() {
        return fatal;
    }

    /** Takes note that the application has stopped for good. */
    public void stop(String reason) {
        if (fatal.isEmpty()) {
            fatal = Optional.of(reason);
            LOG.atError()
                    .addKeyValue("application", application)
                    .addKeyValue("reason", reason)
                    .log("stopped");
        }
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        Optional<String> lasting = lastingCause(exception);
        if (lasting.isPresent()) {
            stop(lasting.get());
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Instant now = clock.instant();
        replacements.removeIf(time -> time.isBefore(now.minus(PERIOD)));
        if (replacements.size() >= MAX_REPLACEMENTS) {
            stop("threads keep failing, the last one with: " + rootOf(exception));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.add(now);
        LOG.atWarn().addKeyValue("application", application).setCause(exception).log("a thread failed and is replaced");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static Optional<String> lastingCause(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return Optional.of("Kafka refuses access, check credentials and ACLs: " + cause.getMessage());
            }
            if (cause instanceof MissingSourceTopicException) {
                return Optional.of("a source topic was deleted: " + cause.getMessage());
            }
            if (cause instanceof LockException) {
                return Optional.of("another process uses the state directory: " + cause.getMessage());
            }
            if (cause instanceof TopologyException || cause instanceof UnsupportedVersionException) {
                return Optional.of("the topology or broker does not fit: " + cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Throwable rootOf(Throwable exception) {
        Throwable root = exception;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
