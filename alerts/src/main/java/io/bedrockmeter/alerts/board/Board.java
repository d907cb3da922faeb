package io.bedrockmeter.alerts.board;

import io.bedrockmeter.runtime.kafka.TopicFollower;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets in force, how they stand, and the latest alerts with their deliveries. One thread gives it records, any may ask.
 * Records that cannot be read are logged and left out; in a table they take away what they replace.
 */
public final class Board implements TopicFollower.Reader {

    /** The topics it is made of. */
    public static final List<Topic<?>> TOPICS =
            List.of(Topics.BUDGETS, Topics.BUDGET_STATUS, Topics.ALERTS, Topics.ALERT_DELIVERIES);

    /** Alerts that are remembered; of more the oldest are forgotten. */
    public static final int MAX_ALERTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Board.class);

    private final Map<String, BiConsumer<String, Optional<byte[]>>> takers;
    private final NavigableMap<String, Budget> budgets = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, BudgetStatus>> statuses = new ConcurrentHashMap<>();
    private final RecentAlerts alerts;
    private final RecentDeliveries deliveries;

    /**
     * @param topicPrefix what topics are named with
     * @param maxAlerts alerts that are remembered, 1 or more
     */
    public Board(String topicPrefix, int maxAlerts) {
        this.deliveries = new RecentDeliveries(2 * maxAlerts);
        this.alerts = new RecentAlerts(maxAlerts, deliveries::forget);
        this.takers = Map.of(
                Topics.BUDGETS.name(topicPrefix), this::takeBudget,
                Topics.BUDGET_STATUS.name(topicPrefix), this::takeStatus,
                Topics.ALERTS.name(topicPrefix), this::takeAlert,
                Topics.ALERT_DELIVERIES.name(topicPrefix), this::takeDelivery);
    }

    /** The budgets in force by id. */
    public NavigableMap<String, Budget> budgets() {
        return budgets;
    }

    /** How the instances of a budget stand, in no order; none before it is evaluated. */
    public Collection<BudgetStatus> statuses(String budgetId) {
        return statuses.getOrDefault(budgetId, Map.of()).values();
    }

    /** The latest alerts. */
    public RecentAlerts alerts() {
        return alerts;
    }

    /** How far an alert has come, by destination; nothing before it was sent anywhere. */
    public Map<String, AlertDelivery> deliveries(String alertId) {
        return deliveries.of(alertId);
    }

    @Override
    public void read(ConsumerRecord<String, byte[]> record) {
        BiConsumer<String, Optional<byte[]>> taker = takers.get(record.topic());
        if (taker != null && record.key() != null) {
            taker.accept(record.key(), Optional.ofNullable(record.value()));
        }
    }

    private void takeBudget(String id, Optional<byte[]> wire) {
        Optional<Budget> budget = wire.flatMap(bytes -> decode(Topics.BUDGETS, id, bytes))
                .filter(found -> found.id().equals(id));
        budget.ifPresentOrElse(found -> budgets.put(id, found), () -> budgets.remove(id));
    }

    private void takeStatus(String key, Optional<byte[]> wire) {
        int slash = key.indexOf('/');
        String budgetId = slash < 0 ? key : key.substring(0, slash);
        Optional<BudgetStatus> status = wire.flatMap(bytes -> decode(Topics.BUDGET_STATUS, key, bytes));
        statuses.compute(budgetId, (id, found) -> {
            Map<String, BudgetStatus> instances = found == null ? new ConcurrentHashMap<>() : found;
            status.ifPresentOrElse(one -> instances.put(key, one), () -> instances.remove(key));
            return instances;
        });
        statuses.computeIfPresent(budgetId, (id, instances) -> instances.isEmpty() ? null : instances);
    }

    private void takeAlert(String key, Optional<byte[]> wire) {
        wire.flatMap(bytes -> decode(Topics.ALERTS, key, bytes)).ifPresent(alerts::add);
    }

    private void takeDelivery(String key, Optional<byte[]> wire) {
        wire.flatMap(bytes -> decode(Topics.ALERT_DELIVERIES, key, bytes)).ifPresent(deliveries::add);
    }

    private static <V> Optional<V> decode(Topic<V> topic, String key, byte[] wire) {
        try {
            return Optional.of(topic.codec().decode(wire));
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("topic", topic.suffix())
                    .addKeyValue("key", key)
                    .addKeyValue("reason", e.getMessage())
                    .log("record left out");
            return Optional.empty();
        }
    }
}
