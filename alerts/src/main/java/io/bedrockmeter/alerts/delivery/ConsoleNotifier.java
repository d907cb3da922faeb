package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.io.PrintStream;

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
    public void send(Alert alert) {
        out.println("ALERT " + alert.raisedAt() + " " + AlertText.line(alert) + " [" + alert.alertId() + "]");
        out.flush();
    }
}
