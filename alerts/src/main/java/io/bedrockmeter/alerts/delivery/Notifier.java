package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;

/** Somewhere alerts go. Called from one thread. */
public interface Notifier extends AutoCloseable {

    /** Short and unique among the notifiers of a process, for logs and metrics, for example {@code sns}. */
    String name();

    /**
     * Hands the alert over; returns once the other side accepted it. The same alert may come more than once, with the same
     * id.
     *
     * @throws NotificationFailedException when it was not accepted; says whether a repetition can help
     */
    void send(Alert alert) throws NotificationFailedException;

    /** Releases connections. */
    @Override
    default void close() {}
}
