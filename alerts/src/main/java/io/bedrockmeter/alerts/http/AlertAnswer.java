package io.bedrockmeter.alerts.http;

import io.bedrockmeter.alerts.board.Board;
import io.bedrockmeter.alerts.delivery.AlertJson;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.AlertText;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An alert and how far it has come, as JSON fields.
 *
 * @param notifiers tell which destinations an alert has, before anything is known of its deliveries
 * @param links where it links to
 */
record AlertAnswer(List<Notifier> notifiers, AlertLinks links) {

    Map<String, Object> fields(Alert alert, Board board) {
        Map<String, Object> fields = new LinkedHashMap<>(AlertJson.fields(alert, links));
        fields.put("text", AlertText.line(alert));
        alert.deliverAfter().ifPresent(end -> fields.put("deliverAfter", end.toString()));
        fields.put("deliveries", deliveries(alert, board.deliveries(alert.alertId())));
        return fields;
    }

    private List<Map<String, Object>> deliveries(Alert alert, Map<String, AlertDelivery> known) {
        Set<String> destinations = new LinkedHashSet<>();
        notifiers.forEach(notifier -> destinations.addAll(notifier.destinations(alert)));
        destinations.addAll(known.keySet());
        List<Map<String, Object>> deliveries = new ArrayList<>();
        for (String destination : destinations) {
            AlertDelivery delivery = known.get(destination);
            deliveries.add(delivery == null ? recorded(destination) : fields(delivery));
        }
        return deliveries;
    }

    private static Map<String, Object> recorded(String destination) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destination", destination);
        fields.put("state", "RECORDED");
        fields.put("attempts", 0);
        return fields;
    }

    private static Map<String, Object> fields(AlertDelivery delivery) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("destination", delivery.destination());
        fields.put("state", state(delivery));
        fields.put("attempts", delivery.attempts());
        if (!delivery.receipt().isEmpty()) {
            fields.put("receipt", delivery.receipt());
        }
        if (!delivery.reason().isEmpty()) {
            fields.put("reason", delivery.reason());
        }
        fields.put("updatedAt", delivery.updatedAt().toString());
        return fields;
    }

    private static String state(AlertDelivery delivery) {
        return switch (delivery.state()) {
            case WAITING -> delivery.attempts() == 0 ? "WAITING" : "SENT";
            case CONFIRMED -> "CONFIRMED";
            case ABANDONED -> "FAILED";
        };
    }
}
