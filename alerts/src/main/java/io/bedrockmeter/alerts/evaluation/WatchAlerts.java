package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.SpendShare;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends alerts that rest on no budget. */
final class WatchAlerts {

    private final ProcessorContext<byte[], Routed> context;

    WatchAlerts(ProcessorContext<byte[], Routed> context) {
        this.context = context;
    }

    /**
     * What is told.
     *
     * @param kind why
     * @param subject what is watched, and the window
     * @param rule label of the rule
     * @param threshold sensitivity, zero where there is none
     * @param reading amounts, zero where there are none
     * @param shares what used more than usual
     * @param evidence what it rests on
     * @param targets whom to tell besides the configured notifiers
     */
    record News(
            AlertKind kind,
            BudgetSubject subject,
            String rule,
            BigDecimal threshold,
            BudgetReading reading,
            List<SpendShare> shares,
            AlertEvidence evidence,
            List<String> targets) {}

    void send(News news) {
        long now = context.currentSystemTimeMs();
        BudgetSubject subject = news.subject();
        Alert alert = new Alert(
                Alert.idOf(
                        news.kind(),
                        subject.budgetId(),
                        subject.instance(),
                        subject.window().start(),
                        news.rule()),
                news.kind(),
                subject,
                news.rule(),
                news.threshold().setScale(BudgetThreshold.PERCENT_SCALE, RoundingMode.DOWN),
                List.of(),
                news.reading(),
                news.shares(),
                Instant.ofEpochMilli(now),
                Optional.empty(),
                false,
                news.targets(),
                Optional.of(news.evidence()));
        Routed routed = Routed.to(Routed.Route.ALERT, Topics.ALERTS.codec().encode(alert));
        context.forward(new Record<>(subject.budgetId().getBytes(StandardCharsets.UTF_8), routed, now));
    }
}
