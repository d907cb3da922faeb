package io.bedrockmeter.client;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Warns of each kind of trouble at most once in an interval. Thread-safe. */
final class OccasionalLog {

    private static final Logger LOG = LoggerFactory.getLogger(BedrockMeter.class);

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Map<Trouble, Long> lastTold = new EnumMap<>(Trouble.class);

    /** What may go wrong, in words for people. */
    enum Trouble {
        DROPPED("events for bedrock-meter are dropped"),
        REFUSED("bedrock-meter refuses events"),
        UNREACHABLE("bedrock-meter cannot be reached or is busy, events wait"),
        METADATA("tags outside Bedrock's limits of request metadata are sent with the event only"),
        FAILURE("a call could not be observed");

        private final String message;

        Trouble(String message) {
            this.message = message;
        }
    }

    OccasionalLog(Duration interval, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Warns, unless that has been done lately.
     *
     * @param reason never content of a call
     * @param count how often it happened since the start
     */
    void warn(Trouble trouble, String reason, long count) {
        if (!due(trouble)) {
            return;
        }
        LoggingEventBuilder event = LOG.atWarn().addKeyValue("total", count);
        if (!reason.isEmpty()) {
            event = event.addKeyValue("reason", reason);
        }
        event.log(trouble.message);
    }

    private synchronized boolean due(Trouble trouble) {
        long now = nanoTime.getAsLong();
        Long last = lastTold.get(trouble);
        if (last != null && now - last < intervalNanos) {
            return false;
        }
        lastTold.put(trouble, now);
        return true;
    }
}
