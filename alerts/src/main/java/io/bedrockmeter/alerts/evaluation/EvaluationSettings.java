package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the topology needs to know.
 *
 * @param topicPrefix put before every topic suffix
 * @param usagePartitions partitions of the usage topic: a budget is judged once all of them counted its past
 * @param emitInterval how long changed totals are collected before they are sent to the evaluation
 * @param statusInterval how often a changed status is published
 * @param horizon how far back usage counts, and how long ended periods are remembered
 * @param lateAfter an alert for a period that ended longer ago than this is marked late
 * @param seedBatch minutes of the past that are counted per emit interval for new budgets
 * @param seedingGrace how long to wait for partitions that have not counted a new budget's past
 * @param anomalies when spend is an anomaly
 * @param blind when numbers are not to be trusted
 */
public record EvaluationSettings(
        String topicPrefix,
        int usagePartitions,
        Duration emitInterval,
        Duration statusInterval,
        Duration horizon,
        Duration lateAfter,
        int seedBatch,
        Duration seedingGrace,
        AnomalyRules anomalies,
        BlindRules blind) {

    /** Keeps an emit interval well below a second of work. */
    public static final int DEFAULT_SEED_BATCH = 20_000;

    /** What is counted without a budget; made anew for each task. */
    List<Counted> watched() {
        List<Counted> watched = new ArrayList<>();
        anomalies.watched().forEach(key -> watched.add(new WatchedSpend(key, anomalies)));
        if (blind.enabled()) {
            watched.add(new WatchedCoverage());
        }
        return watched;
    }

    String usageTopic() {
        return Topics.usage(Granularity.MINUTE).name(topicPrefix);
    }

    String budgetsTopic() {
        return Topics.BUDGETS.name(topicPrefix);
    }

    String statusTopic() {
        return Topics.BUDGET_STATUS.name(topicPrefix);
    }

    String alertsTopic() {
        return Topics.ALERTS.name(topicPrefix);
    }

    String sourcesTopic() {
        return Topics.INGEST_SOURCES.name(topicPrefix);
    }

    String deadLettersTopic() {
        return Topics.DEAD_LETTERS.name(topicPrefix);
    }
}
