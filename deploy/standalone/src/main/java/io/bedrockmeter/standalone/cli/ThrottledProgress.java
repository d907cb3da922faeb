package io.bedrockmeter.standalone.cli;

import io.bedrockmeter.metering.export.ExportProgress;
import io.bedrockmeter.standalone.process.Console;
import java.time.Duration;
import java.util.Locale;

/** Progress of long reading, told every two seconds at most. Used by one thread. */
final class ThrottledProgress implements ExportProgress {

    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Console console;
    private long saidAt = System.nanoTime();

    ThrottledProgress(Console console) {
        this.console = console;
    }

    /** So many lines of topics have been looked at. */
    void lines(long looked) {
        say(String.format(Locale.ROOT, "%,d lines looked at", looked));
    }

    @Override
    public void at(Phase phase, long done, long total) {
        String verb = switch (phase) {
            case READING -> "read";
            case WRITING -> "written";
        };
        say(
                total == UNKNOWN_TOTAL
                        ? String.format(Locale.ROOT, "%s %,d", verb, done)
                        : String.format(Locale.ROOT, "%s %,d of %,d", verb, done, total));
    }

    private void say(String message) {
        long now = System.nanoTime();
        if (now - saidAt >= PAUSE_NANOS) {
            saidAt = now;
            console.progress(message);
        }
    }
}
