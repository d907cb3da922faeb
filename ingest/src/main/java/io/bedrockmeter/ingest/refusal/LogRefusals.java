package io.bedrockmeter.ingest.refusal;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs refusals at WARN: origin, code, field, reason, nothing else. At most {@value #MAX_PER_WINDOW} in ten seconds; the
 * next line then says how many were not logged. Exact counts are kept elsewhere. Thread-safe.
 */
public final class LogRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(LogRefusals.class);
    private static final int MAX_PER_WINDOW = 10;
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Clock clock;
    private long windowStart = Long.MIN_VALUE;
    private int inWindow;
    private long notLogged;

    public LogRefusals(Clock clock) {
        this.clock = clock;
    }

    /** Logs one refusal, unless there were too many. */
    public synchronized void log(Refusal refusal) {
        long now = clock.millis();
        if (windowStart == Long.MIN_VALUE || now - windowStart >= WINDOW.toMillis()) {
            windowStart = now;
            inWindow = 0;
        }
        if (inWindow >= MAX_PER_WINDOW) {
            notLogged++;
            return;
        }
        inWindow++;
        LOG.atWarn()
                .addKeyValue("origin", refusal.origin())
                .addKeyValue("code", refusal.rejection().code())
                .addKeyValue("field", refusal.rejection().field())
                .addKeyValue("reason", refusal.rejection().reason())
                .addKeyValue("notLogged", notLogged)
                .log("input refused");
        notLogged = 0;
    }
}
