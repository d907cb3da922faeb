package io.bedrockmeter.alerts.delivery;

import org.jspecify.annotations.Nullable;

/** A notifier did not accept an alert. The message is meant for the operator. */
public final class NotificationFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean permanent;

    private NotificationFailedException(String message, boolean permanent, @Nullable Throwable cause) {
        super(message, cause);
        this.permanent = permanent;
    }

    /** The other side cannot take it now: it is tried again until it can. */
    public static NotificationFailedException temporary(String message, Throwable cause) {
        return new NotificationFailedException(message, false, cause);
    }

    /** The other side will never take this alert: it is logged, counted and left behind. */
    public static NotificationFailedException permanent(String message, @Nullable Throwable cause) {
        return new NotificationFailedException(message, true, cause);
    }

    public boolean isPermanent() {
        return permanent;
    }
}
