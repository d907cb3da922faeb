package io.bedrockmeter.runtime.kafka;

import io.bedrockmeter.runtime.kafka.TopicFinding.Weight;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the topics at the brokers with the catalogue. Changes nothing. */
public final class TopicCheck {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

    /** Requests meet in these, by partition. */
    private static final List<Topic<?>> TOGETHER = List.of(Topics.INVOCATIONS, Topics.TAG_EVENTS, Topics.ADJUSTMENTS);

    private final KafkaSettings settings;
    private final Map<String, Duration> retention;

    /**
     * A check by the catalogue.
     *
     * @param retention how long records of some topics are to be kept instead, by suffix
     */
    public TopicCheck(KafkaSettings settings, Map<String, Duration> retention) {
        this.settings = settings;
        this.retention = Map.copyOf(retention);
    }

    /**
     * Everything that is not as it should be, the worst first; empty when all is well.
     *
     * @throws KafkaUnavailableException when the brokers cannot be reached or do not tell
     */
    public List<TopicFinding> findings() {
        try (Admin admin = Admin.create(settings.clientConfig())) {
            return findings(admin);
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException(
                    "cannot look at the topics on " + settings.bootstrapServers(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while looking at the topics", e);
        }
    }

    /**
     * For the start of a service: warns of what is risky.
     *
     * @throws KafkaUnavailableException naming everything that is wrong, or when the brokers cannot be reached
     */
    public void verify() {
        List<TopicFinding> wrong = new ArrayList<>();
        for (TopicFinding finding : findingsWhereAllowed()) {
            if (finding.weight() == Weight.WRONG) {
                wrong.add(finding);
            } else {
                LOG.atWarn()
                        .addKeyValue("topic", finding.topic())
                        .addKeyValue("setting", finding.setting())
                        .addKeyValue("found", finding.found())
                        .addKeyValue("expected", finding.expected())
                        .log("a topic is set at risk: {}", finding.why());
            }
        }
        if (!wrong.isEmpty()) {
            throw new KafkaUnavailableException(
                    "topics are not as they must be:\n"
                            + wrong.stream().map(TopicFinding::toString).collect(Collectors.joining("\n")),
                    null);
        }
    }

    /** To look at settings is a right of its own, which a service does not need otherwise. */
    private List<TopicFinding> findingsWhereAllowed() {
        try {
            return findings();
        } catch (KafkaUnavailableException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .log("the settings of topics cannot be verified: no right to describe them");
                return List.of();
            }
            throw e;
        }
    }

    private List<TopicFinding> findings(Admin admin) throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<Topic<?>> present = new ArrayList<>();
        List<TopicFinding> findings = new ArrayList<>();
        for (Topic<?> topic : Topics.all()) {
            if (existing.contains(settings.name(topic))) {
                present.add(topic);
            } else {
                findings.add(TopicRules.missing(settings.name(topic)));
            }
        }
        Map<String, TopicDescription> descriptions = admin.describeTopics(
                        present.stream().map(settings::name).toList())
                .allTopicNames()
                .get();
        Map<String, Map<String, String>> configs = configs(admin, present);
        for (Topic<?> topic : present) {
            String name = settings.name(topic);
            Map<String, String> config = configs.getOrDefault(name, Map.of());
            Optional.ofNullable(descriptions.get(name))
                    .ifPresent(found -> findings.addAll(new TopicRules(topic, name, retention(topic))
                            .check(actual(found, config), settings.replicationFactor())));
        }
        findings.addAll(together(descriptions));
        findings.sort(TopicFinding.ORDER);
        return findings;
    }

    private static TopicRules.Actual actual(TopicDescription found, Map<String, String> config) {
        int replicas = found.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new TopicRules.Actual(found.partitions().size(), replicas, config);
    }

    private Optional<Duration> retention(Topic<?> topic) {
        return Optional.ofNullable(retention.get(topic.suffix())).or(topic::retention);
    }

    private Map<String, Map<String, String>> configs(Admin admin, List<Topic<?>> topics)
            throws ExecutionException, InterruptedException {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, settings.name(topic)))
                .toList();
        Map<String, Map<String, String>> byTopic = new HashMap<>();
        for (Map.Entry<ConfigResource, Config> found :
                admin.describeConfigs(resources).all().get().entrySet()) {
            Map<String, String> values = new HashMap<>();
            found.getValue().entries().stream()
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> values.put(entry.name(), entry.value()));
            byTopic.put(found.getKey().name(), values);
        }
        return byTopic;
    }

    /** A request's record and its tag events meet in one task only where the topics have the same partitions. */
    private List<TopicFinding> together(Map<String, TopicDescription> descriptions) {
        Map<String, Integer> counts = new HashMap<>();
        for (Topic<?> topic : TOGETHER) {
            Optional.ofNullable(descriptions.get(settings.name(topic)))
                    .ifPresent(found ->
                            counts.put(settings.name(topic), found.partitions().size()));
        }
        int first = counts.getOrDefault(settings.name(Topics.INVOCATIONS), 0);
        return counts.entrySet().stream()
                .filter(count -> first > 0 && count.getValue() != first)
                .map(count -> new TopicFinding(
                        Weight.WRONG,
                        count.getKey(),
                        "partitions",
                        String.valueOf(count.getValue()),
                        first + ", as " + settings.name(Topics.INVOCATIONS),
                        "calls and their tags would not meet"))
                .toList();
    }
}
