package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.io.PrintStream;
import java.util.List;

/** Prints one line per alert. */
public final class ConsoleNotifier implements Notifier {

    private final PrintStream out;

    public ConsoleNotifier(PrintStream out) {
        this.out = out;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public int largestGroup() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String send(List<Alert> alerts, String destination) {
        for (Alert alert : alerts) {
            out.println("ALERT " + alert.raisedAt() + " " + AlertText.line(alert) + " [" + alert.alertId() + "]");
        }
        out.flush();
        return "";
    }
}
