package io.bedrockmeter.standalone.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/**
 * Lets warnings of ours through to the console, and nothing of others: what Kafka warns about while it starts and stops is
 * of no use to people; a fault that matters reaches them as an error message.
 */
public final class ConsoleFilter extends Filter<ILoggingEvent> {

    private static final String OURS = "io.bedrockmeter.";

    @Override
    public FilterReply decide(ILoggingEvent event) {
        boolean ours = event.getLoggerName().startsWith(OURS);
        return ours && event.getLevel().isGreaterOrEqual(Level.WARN) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
