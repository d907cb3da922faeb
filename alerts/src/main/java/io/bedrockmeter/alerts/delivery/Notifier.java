package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.util.List;

/** A way of telling people or machines. Called from one thread. */
public interface Notifier extends AutoCloseable {

    /** Short and unique among the notifiers of a process, for logs and metrics, for example {@code sns}. */
    String name();

    /** Where the alert has to go this way; each destination is waited for by itself. By default there is one. */
    default List<String> destinations(Alert alert) {
        return List.of(name());
    }

    /** How many alerts one message can hold. */
    default int largestGroup() {
        return 1;
    }

    /**
     * Hands alerts over as one message; returns once the other side accepted it. The same alert may come more than once,
     * with the same id.
     *
     * @param alerts at least one, at most {@link #largestGroup}
     * @param destination one of {@link #destinations} of each
     * @return what the other side answered, for the record: a message id, or nothing
     * @throws NotificationFailedException when it was not accepted; says whether a repetition can help
     */
    String send(List<Alert> alerts, String destination) throws NotificationFailedException;

    /** Releases connections. */
    @Override
    default void close() {}
}
