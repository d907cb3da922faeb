package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.alerts.delivery.AlertText;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.schemas.model.Alert;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Keeps the latest alerts for the view, and passes each on. Thread-safe. */
final class LatestAlerts implements Notifier {

    private static final int KEPT = 6;

    private final Deque<String> latest = new ArrayDeque<>();
    private final Consumer<String> next;

    LatestAlerts(Consumer<String> next) {
        this.next = next;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String send(List<Alert> alerts, String destination) {
        alerts.forEach(alert -> keep(line(alert)));
        return "";
    }

    private void keep(String line) {
        synchronized (latest) {
            latest.addLast(line);
            if (latest.size() > KEPT) {
                latest.removeFirst();
            }
        }
        next.accept(line);
    }

    /** Oldest first. */
    List<String> lines() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }

    private static String line(Alert alert) {
        return alert.raisedAt().toString().substring(11, 19) + "  " + AlertText.line(alert)
                + (alert.subject().owner().isEmpty()
                        ? ""
                        : ", tell " + alert.subject().owner());
    }
}
