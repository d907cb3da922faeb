package io.bedrockmeter.standalone.kafka;

import java.util.function.Consumer;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a part of the broker meets a state it cannot explain. Kafka's own handlers halt the process without
 * a word to the user; these log the cause and tell the owner, who decides.
 */
final class BrokerFaults implements FaultHandlerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

    private final Consumer<String> onFatal;

    BrokerFaults(Consumer<String> onFatal) {
        this.onFatal = onFatal;
    }

    @Override
    public FaultHandler build(String part, boolean fatal, Runnable action) {
        return (message, cause) -> handle(part, fatal, action, message, cause);
    }

    private RuntimeException handle(
            String part, boolean fatal, Runnable action, String message, @Nullable Throwable cause) {
        LOG.atError()
                .addKeyValue("part", part)
                .addKeyValue("fatal", fatal)
                .setCause(cause)
                .log("fault in the embedded broker: {}", message);
        action.run();
        if (fatal) {
            onFatal.accept(part + ": " + message);
        }
        return new IllegalStateException(message, cause);
    }
}
