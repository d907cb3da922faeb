package io.bedrockmeter.alerts;

import io.bedrockmeter.alerts.delivery.AlertDispatcher;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.alerts.evaluation.AlertsTopology;
import io.bedrockmeter.alerts.evaluation.EvaluationSettings;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.runtime.streams.InternalTopics;
import io.bedrockmeter.runtime.streams.LocalState;
import io.bedrockmeter.runtime.streams.RestoreProgress;
import io.bedrockmeter.runtime.streams.StreamsFailures;
import io.bedrockmeter.runtime.streams.StreamsMetrics;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts service of one process: evaluates budgets (Kafka Streams) and delivers alerts to the notifiers. Further
 * processes with the same application id share the work. Start once, close once.
 */
public final class AlertsService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertsService.class);
    private static final Duration EVALUATION_CLOSE_TIMEOUT = Duration.ofSeconds(4);

    private final AlertsConfig config;
    private final KafkaSettings kafka;
    private final List<Notifier> notifiers;
    private final StreamsFailures failures = new StreamsFailures("budget evaluation", Clock.systemUTC());
    private final RestoreProgress restore = new RestoreProgress("alerts", Clock.systemUTC());
    private volatile boolean hasRun;
    private volatile Optional<Running> running = Optional.empty();

    private record Running(KafkaStreams evaluation, AlertDispatcher delivery, LocalState local) {}

    /** @param notifiers where every alert goes; closed with the service */
    public AlertsService(AlertsConfig config, KafkaSettings kafka, List<Notifier> notifiers) {
        this.config = config;
        this.kafka = kafka;
        this.notifiers = List.copyOf(notifiers);
    }

    /**
     * Creates missing topics and starts; returns before the first record is read.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse
     */
    public void start() {
        TopicSetup.ensure(kafka);
        Properties properties = StreamsSettings.of(config, kafka);
        Topology stages = stages(config, kafka, usagePartitions(), properties);
        LocalState local = new LocalState(
                config.stateDir(), InternalTopics.of(stages, config.applicationId(kafka.topicPrefix())), kafka);
        local.prepare();
        KafkaStreams evaluation = local.start(
                evaluation(stages, properties),
                () -> evaluation(stages(config, kafka, usagePartitions(), properties), properties));
        String group = config.applicationId(kafka.topicPrefix()) + "-delivery";
        AlertDispatcher delivery = new AlertDispatcher(kafka, group, notifiers);
        running = Optional.of(new Running(evaluation, delivery, local));
        delivery.start();
    }

    private static Topology stages(AlertsConfig config, KafkaSettings kafka, int partitions, Properties properties) {
        EvaluationSettings settings = new EvaluationSettings(
                kafka.topicPrefix(),
                partitions,
                config.emitInterval(),
                config.statusInterval(),
                config.horizon(),
                config.lateAfter(),
                EvaluationSettings.DEFAULT_SEED_BATCH,
                config.seedingGrace(),
                config.anomalies(),
                config.blind());
        return AlertsTopology.build(settings, properties);
    }

    private KafkaStreams evaluation(Topology stages, Properties properties) {
        KafkaStreams evaluation = new KafkaStreams(stages, properties);
        evaluation.setUncaughtExceptionHandler(failures);
        evaluation.setGlobalStateRestoreListener(restore);
        evaluation.setStateListener(this::onState);
        return evaluation;
    }

    /** The topics that the service keeps for itself. */
    public static InternalTopics internalTopics(AlertsConfig config, KafkaSettings kafka) {
        Topology stages = stages(config, kafka, kafka.partitions(), StreamsSettings.of(config, kafka));
        return InternalTopics.of(stages, config.applicationId(kafka.topicPrefix()));
    }

    /** Whether alerts are evaluated and delivered right now: false while starting, rebalancing or stopped. */
    public boolean isReady() {
        return failure().isEmpty()
                && running.map(now -> now.evaluation().state() == KafkaStreams.State.RUNNING)
                        .orElse(false);
    }

    /** Why the service stopped by itself, empty while it works. A process should end with this message. */
    public Optional<String> failure() {
        return failures.fatal().or(() -> running.flatMap(now -> now.delivery().failure()));
    }

    /** The status of every budget by id, as published by all instances; empty until the first state is read. */
    public Map<String, BudgetStatus> statuses() {
        Map<String, BudgetStatus> statuses = new TreeMap<>();
        running.ifPresent(now -> readStatuses(now.evaluation(), statuses));
        return statuses;
    }

    /** Alerts accepted so far in this process, by notifier. */
    public Map<String, Long> delivered() {
        return running.map(now -> now.delivery().sent()).orElse(Map.of());
    }

    /** Alerts left behind in this process because a notifier will never accept them, by notifier. */
    public Map<String, Long> undeliverable() {
        return running.map(now -> now.delivery().refused()).orElse(Map.of());
    }

    /** Messages that were not accepted and are sent again, in this process, by notifier. */
    public Map<String, Long> failures() {
        return running.map(now -> now.delivery().failures()).orElse(Map.of());
    }

    /** From raising an alert until it was accepted, in milliseconds, of all accepted in this process, by notifier. */
    public Map<String, Long> tookMs() {
        return running.map(now -> now.delivery().tookMs()).orElse(Map.of());
    }

    /** Alerts read so far in this process, by kind. */
    public Map<AlertKind, Long> raised() {
        return running.map(now -> now.delivery().raised()).orElse(Map.of());
    }

    /** Deliveries that wait for their time or for a destination, in this process. */
    public long waiting() {
        return running.map(now -> now.delivery().waiting()).orElse(0L);
    }

    /** Shows what the service does in a registry; to be called once it was started. */
    public void bindTo(MeterRegistry registry) {
        running.ifPresent(now -> StreamsMetrics.bind(now.evaluation(), "alerts", registry));
        new AlertsMetrics(this, registry)
                .show(notifiers.stream().map(Notifier::name).toList());
    }

    /** How far alerts have come to each destination, by alert id and destination, as far as this process knows. */
    public Map<String, AlertDelivery> deliveries() {
        return running.map(now -> now.delivery().deliveries()).orElse(Map.of());
    }

    /** Stops within five seconds and leaves the consumer groups, so that other instances take over at once. */
    @Override
    public void close() {
        running.ifPresent(now -> {
            Thread delivery = new Thread(now.delivery()::close, "alert-delivery-close");
            delivery.start();
            boolean inOrder = now.evaluation()
                    .close(CloseOptions.timeout(EVALUATION_CLOSE_TIMEOUT)
                            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            if (inOrder && hasRun) {
                now.local().remember();
            }
            join(delivery);
        });
        notifiers.forEach(Notifier::close);
    }

    private static void join(Thread thread) {
        try {
            thread.join(EVALUATION_CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onState(KafkaStreams.State next, KafkaStreams.State previous) {
        LOG.atInfo()
                .addKeyValue("state", next)
                .addKeyValue("previous", previous)
                .log("budget evaluation");
        hasRun = hasRun || next == KafkaStreams.State.RUNNING;
        if (next == KafkaStreams.State.ERROR) {
            failures.stop("all threads of the evaluation ended; the log says why");
        }
    }

    private int usagePartitions() {
        String topic = kafka.name(Topics.usage(Granularity.MINUTE));
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            List<TopicDescription> described = List.copyOf(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().values());
            return described.get(0).partitions().size();
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot describe topic " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while describing topic " + topic, e);
        }
    }

    private static void readStatuses(KafkaStreams evaluation, Map<String, BudgetStatus> statuses) {
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> table = evaluation.store(
                    StoreQueryParameters.fromNameAndType(AlertsTopology.STATUSES, QueryableStoreTypes.keyValueStore()));
            try (KeyValueIterator<Bytes, byte[]> entries = table.all()) {
                entries.forEachRemaining(entry -> decode(entry.key, entry.value, statuses));
            }
        } catch (InvalidStateStoreException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("statuses are not readable yet");
        }
    }

    private static void decode(Bytes key, byte[] value, Map<String, BudgetStatus> statuses) {
        try {
            statuses.put(
                    new String(key.get(), StandardCharsets.UTF_8),
                    Topics.BUDGET_STATUS.codec().decode(value));
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("a record of the status topic is no status");
        }
    }
}
