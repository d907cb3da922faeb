package io.bedrockmeter.alerts.board;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendForecast;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives a board records as Kafka would, and makes what stands in them. */
public final class BoardRecords {

    public static final String SNS_TOPIC = "arn:aws:sns:eu-central-1:123456789012:budget-alerts";
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final BudgetWindow NOVEMBER =
            new BudgetWindow(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

    private final Board board;
    private final Map<String, Long> offsets = new HashMap<>();

    public BoardRecords(Board board) {
        this.board = board;
    }

    /** Offset of the record. */
    public long put(Budget budget) {
        return give(Topics.BUDGETS, budget.id(), Topics.BUDGETS.codec().encode(budget));
    }

    public void put(BudgetStatus status) {
        give(
                Topics.BUDGET_STATUS,
                status.subject().key(),
                Topics.BUDGET_STATUS.codec().encode(status));
    }

    public void put(Alert alert) {
        give(Topics.ALERTS, alert.subject().budgetId(), Topics.ALERTS.codec().encode(alert));
    }

    public void put(AlertDelivery delivery) {
        give(
                Topics.ALERT_DELIVERIES,
                delivery.key(),
                Topics.ALERT_DELIVERIES.codec().encode(delivery));
    }

    /** A tombstone; returns its offset. */
    public long remove(Topic<?> topic, String key) {
        return give(topic, key, null);
    }

    long give(Topic<?> topic, String key, byte[] value) {
        String name = topic.name(Topics.DEFAULT_PREFIX);
        long offset = offsets.merge(name, 1L, Long::sum) - 1;
        board.read(new ConsumerRecord<>(name, 0, offset, key, value));
        return offset;
    }

    /** {@code reached} is the label of the highest threshold reached, empty for none. */
    public static BudgetStatus status(String budgetId, String instance, String spent, String reached) {
        return new BudgetStatus(
                subject(budgetId, instance),
                NOVEMBER.start(),
                BudgetReading.of(
                        BudgetAmount.usd(spent),
                        BudgetAmount.usd("500"),
                        Optional.of(new SpendForecast(
                                new BigDecimal("612"), new BigDecimal("570.1"), new BigDecimal("655.2")))),
                reached.isEmpty() ? new BudgetState.Ok() : new BudgetState.Breached(reached, new BigDecimal(reached)),
                12,
                1,
                NOW);
    }

    public static Alert alert(String budgetId, String instance, AlertKind kind, Instant raisedAt) {
        return new Alert(
                Alert.idOf(kind, budgetId, instance, NOVEMBER.start(), "80") + "/" + kind + "@" + raisedAt,
                kind,
                subject(budgetId, instance),
                "80",
                new BigDecimal("80.00"),
                List.of(),
                BudgetReading.of(BudgetAmount.usd("401.23"), BudgetAmount.usd("500"), Optional.empty()),
                List.of(),
                raisedAt,
                Optional.empty(),
                false,
                List.of(SNS_TOPIC));
    }

    public static AlertDelivery delivery(Alert alert, String destination, State state, int attempts) {
        return new AlertDelivery(
                alert.alertId(),
                destination,
                state,
                attempts,
                state == State.CONFIRMED ? "receipt" : "",
                state == State.CONFIRMED ? "" : "why",
                NOW);
    }

    private static BudgetSubject subject(String budgetId, String instance) {
        return new BudgetSubject(budgetId, instance, "Budget " + budgetId, "owner@example.com", NOVEMBER);
    }
}
