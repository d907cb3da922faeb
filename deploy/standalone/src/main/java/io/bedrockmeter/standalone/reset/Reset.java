package io.bedrockmeter.standalone.reset;

import io.bedrockmeter.alerts.AlertsService;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.runtime.streams.InternalTopics;
import io.bedrockmeter.runtime.streams.LocalState;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.config.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/**
 * Removes what services know of the past, so that they begin anew. To be used while none of them runs; whoever uses it has the
 * lock of the data directory. Can be repeated after a failure.
 */
public final class Reset implements AutoCloseable {

    private final KafkaSettings kafka;
    private final Admin admin;
    private final ResetPlan plan;

    private Reset(KafkaSettings kafka, Admin admin, ResetPlan plan) {
        this.kafka = kafka;
        this.admin = admin;
        this.plan = plan;
    }

    /**
     * Finds out what there is; nothing is changed yet.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached
     */
    public static Reset of(ResetScope scope, RunConfig config, KafkaSettings kafka) {
        Admin admin = Admin.create(kafka.clientConfig());
        try {
            Set<String> existing = admin.listTopics().names().get();
            return new Reset(kafka, admin, plan(scope, config, kafka, existing));
        } catch (ExecutionException e) {
            admin.close();
            throw new KafkaUnavailableException("cannot list the topics on " + kafka.bootstrapServers(), e.getCause());
        } catch (InterruptedException e) {
            admin.close();
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while listing topics", e);
        }
    }

    private static ResetPlan plan(ResetScope scope, RunConfig config, KafkaSettings kafka, Set<String> existing) {
        InternalTopics metering = MeteringService.internalTopics(config.metering(), kafka);
        InternalTopics alerts = AlertsService.internalTopics(config.alerts().service(), kafka);
        List<InternalTopics> applications = scope == ResetScope.ALERTS ? List.of(alerts) : List.of(metering, alerts);
        List<LocalState> local = applications.stream()
                .map(application -> new LocalState(config.metering().stateDir(), application, kafka))
                .toList();
        if (scope == ResetScope.STATE) {
            return new ResetPlan(List.of(), List.of(), List.of(), List.of(), local);
        }
        List<String> groups =
                applications.stream().map(InternalTopics::applicationId).toList();
        List<String> internal = applications.stream()
                .flatMap(application -> application.all().stream())
                .filter(existing::contains)
                .toList();
        List<Topic<?>> results = scope == ResetScope.METERING ? results() : List.of();
        // Kafka deletes records by offset only where the policy deletes at all.
        Map<Boolean, List<String>> byCompaction = results.stream()
                .filter(topic -> existing.contains(kafka.name(topic)))
                .collect(Collectors.partitioningBy(
                        topic -> topic.cleanup() == Topic.Cleanup.COMPACT,
                        Collectors.mapping(kafka::name, Collectors.toList())));
        return new ResetPlan(
                groups,
                internal,
                byCompaction.getOrDefault(false, List.of()),
                byCompaction.getOrDefault(true, List.of()),
                local);
    }

    /** What metering writes and nobody else does. Adjustments are input, as usage is. */
    private static List<Topic<?>> results() {
        List<Topic<?>> results = new ArrayList<>(List.of(Topics.LEDGER, Topics.SPEND_ROLLING));
        for (Granularity granularity : Granularity.values()) {
            results.add(Topics.usage(granularity));
            results.add(Topics.spendByTag(granularity));
        }
        return results;
    }

    /** What will be removed, a line each. */
    public List<String> lines() {
        return plan.lines();
    }

    /** Members of the consumer groups, each as one line; empty when no service runs. A killed one counts for some seconds. */
    public List<String> activeMembers() {
        return new KafkaRemoval(admin, kafka).members(plan.groups());
    }

    /**
     * Removes everything. Positions go first: a service that starts in between reads everything again and knows it all.
     *
     * @throws KafkaUnavailableException when the brokers refuse, or a service has started meanwhile; then this is to be repeated
     */
    public void run() {
        KafkaRemoval removal = new KafkaRemoval(admin, kafka);
        removal.forget(plan.groups());
        removal.delete(plan.deleted());
        removal.empty(plan.emptied());
        removal.withdraw(plan.withdrawn());
        plan.local().forEach(LocalState::delete);
    }

    @Override
    public void close() {
        admin.close();
    }
}
