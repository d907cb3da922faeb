package io.bedrockmeter.alerts;

import io.bedrockmeter.alerts.watch.AnomalyRules;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the alerts service.
 *
 * @param applicationId Kafka Streams application id: prefix of its consumer group, transactional ids and internal topics.
 *     With a topic prefix other than the default the topic prefix comes before it, so that two installations on one
 *     cluster stay apart. Default {@value #DEFAULT_APPLICATION_ID}
 * @param stateDir where local state is kept; one process per directory
 * @param emitInterval how long changed totals are collected before they are evaluated: adds to the delay of an alert,
 *     10 ms to 1 minute, default 200 ms
 * @param statusInterval how often a changed status is published, 100 ms to 1 hour, default 1 s
 * @param horizon how far back usage is remembered: later corrections of older minutes are counted and logged but do not
 *     change budgets; a new budget counts this far back. 1 to 400 days, default 40 days, as long as the usage topic keeps
 *     minutes
 * @param lateAfter an alert for a period that ended longer ago is marked late, 0 to 400 days, default 1 day
 * @param seedingGrace how long an introduced budget waits for usage partitions that have not counted its past before it is
 *     judged on the others, 1 s to 1 hour, default 30 s
 * @param threads Kafka Streams threads, 1 to 64, default 1
 * @param standbyReplicas copies of the local state kept on other instances for a fast takeover, 0 to 3, default 0
 * @param anomalies when spend is an anomaly
 * @param blind when numbers are not to be trusted
 */
public record AlertsConfig(
        String applicationId,
        Path stateDir,
        Duration emitInterval,
        Duration statusInterval,
        Duration horizon,
        Duration lateAfter,
        Duration seedingGrace,
        int threads,
        int standbyReplicas,
        AnomalyRules anomalies,
        BlindRules blind) {

    public static final String DEFAULT_APPLICATION_ID = "bedrock-meter-alerts";

    private static final Duration MAX_HORIZON = Duration.ofDays(400);

    /** @throws IllegalArgumentException naming everything that is out of range */
    public AlertsConfig {
        List<String> problems = new ArrayList<>();
        if (!applicationId.matches("[a-zA-Z0-9._-]{1,100}")) {
            problems.add("applicationId: expected 1 to 100 of a-z, A-Z, 0-9, dot, underscore and hyphen");
        }
        range("emitInterval", emitInterval, Duration.ofMillis(10), Duration.ofMinutes(1), problems);
        range("statusInterval", statusInterval, Duration.ofMillis(100), Duration.ofHours(1), problems);
        range("horizon", horizon, Duration.ofDays(1), MAX_HORIZON, problems);
        range("lateAfter", lateAfter, Duration.ZERO, MAX_HORIZON, problems);
        range("seedingGrace", seedingGrace, Duration.ofSeconds(1), Duration.ofHours(1), problems);
        range("threads", threads, 1, 64, problems);
        range("standbyReplicas", standbyReplicas, 0, 3, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("alerts: " + String.join("; ", problems));
        }
    }

    /** The defaults, with state below {@code stateDir}. */
    public static AlertsConfig defaults(Path stateDir) {
        return new AlertsConfig(
                DEFAULT_APPLICATION_ID,
                stateDir,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofDays(40),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                1,
                0,
                AnomalyRules.defaults(),
                BlindRules.defaults());
    }

    /** The application id in use with a topic prefix. */
    String applicationId(String topicPrefix) {
        return topicPrefix.equals(Topics.DEFAULT_PREFIX) ? applicationId : topicPrefix + applicationId;
    }

    private static void range(String key, Duration got, Duration min, Duration max, List<String> problems) {
        if (got.compareTo(min) < 0 || got.compareTo(max) > 0) {
            problems.add(key + ": got " + got + ", expected " + min + " to " + max);
        }
    }

    private static void range(String key, int got, int min, int max, List<String> problems) {
        if (got < min || got > max) {
            problems.add(key + ": got " + got + ", expected " + min + " to " + max);
        }
    }
}
