package io.bedrockmeter.alerts.board;

import io.bedrockmeter.schemas.model.AlertDelivery;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How far the latest alerts have come. A delivery may be read before its alert, as they stand on different topics, so these
 * are not only the deliveries of alerts that are known. One thread adds and forgets, any may ask.
 */
final class RecentDeliveries {

    private final int most;
    private final Map<String, Map<String, AlertDelivery>> byAlert = new ConcurrentHashMap<>();
    private final Set<String> order = new LinkedHashSet<>();

    /** @param most alerts whose deliveries are kept */
    RecentDeliveries(int most) {
        this.most = most;
    }

    void add(AlertDelivery delivery) {
        byAlert.computeIfAbsent(delivery.alertId(), missing -> {
                    order.add(missing);
                    return new ConcurrentSkipListMap<>();
                })
                .put(delivery.destination(), delivery);
        if (order.size() > most) {
            Iterator<String> oldest = order.iterator();
            byAlert.remove(oldest.next());
            oldest.remove();
        }
    }

    void forget(String alertId) {
        order.remove(alertId);
        byAlert.remove(alertId);
    }

    Map<String, AlertDelivery> of(String alertId) {
        return byAlert.getOrDefault(alertId, Map.of());
    }
}
