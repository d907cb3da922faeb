package io.bedrockmeter.runtime.kafka;

import io.bedrockmeter.runtime.kafka.TopicFinding.Weight;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topic.Cleanup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.TopicConfig;

/** What is expected of one topic of the catalogue, by what the brokers say about it. */
final class TopicRules {

    /** The broker's own default; clients send no larger batches than this. */
    private static final long LARGEST_BATCH = 1_048_588;

    private static final int SAFE_REPLICAS = 3;

    private final Topic<?> topic;
    private final String name;
    private final Optional<Duration> retention;
    private final List<TopicFinding> findings = new ArrayList<>();

    /** @param retention how long its records are to be kept, empty where they are kept for ever */
    TopicRules(Topic<?> topic, String name, Optional<Duration> retention) {
        this.topic = topic;
        this.name = name;
        this.retention = retention;
    }

    /**
     * What a topic is like at the brokers.
     *
     * @param partitions how many it has
     * @param replicas the fewest of any partition
     * @param config its settings by name, defaults included
     */
    record Actual(int partitions, int replicas, Map<String, String> config) {
        private String text(String setting) {
            return config.getOrDefault(setting, "");
        }

        private long number(String setting, long otherwise) {
            try {
                return Long.parseLong(text(setting));
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }
    }

    /** @param wantedReplicas as configured, -1 where that is left to the brokers */
    List<TopicFinding> check(Actual actual, int wantedReplicas) {
        partitions(actual);
        cleanup(actual);
        retention(actual);
        replicas(actual, wantedReplicas);
        messageSize(actual);
        return findings;
    }

    static TopicFinding missing(String name) {
        return new TopicFinding(
                Weight.WRONG, name, "topic", "missing", "a topic", "'topics create' or any service creates it");
    }

    private void partitions(Actual actual) {
        if (topic.scale() == Topic.Scale.SINGLE && actual.partitions() != 1) {
            add(
                    Weight.WRONG,
                    "partitions",
                    actual.partitions(),
                    1,
                    "its records are read in the order of one partition");
        }
    }

    private void cleanup(Actual actual) {
        String found = actual.text(TopicConfig.CLEANUP_POLICY_CONFIG);
        Set<String> policies = new TreeSet<>(List.of(found.split("\\s*,\\s*")));
        Set<String> expected = new TreeSet<>(List.of(topic.cleanup().policy().split(",")));
        if (policies.equals(expected)) {
            return;
        }
        boolean loses = topic.cleanup() == Cleanup.DELETE && policies.contains("compact")
                || topic.cleanup() == Cleanup.COMPACT && policies.contains("delete");
        add(
                loses ? Weight.WRONG : Weight.RISKY,
                TopicConfig.CLEANUP_POLICY_CONFIG,
                found,
                topic.cleanup().policy(),
                loses ? "Kafka discards records that are needed" : "it grows more than it has to");
    }

    private void retention(Actual actual) {
        if (topic.cleanup() == Cleanup.COMPACT) {
            return;
        }
        long found = actual.number(TopicConfig.RETENTION_MS_CONFIG, -1);
        long expected = retention.map(Duration::toMillis).orElse(-1L);
        if (found >= 0 && (expected < 0 || found < expected)) {
            add(
                    Weight.RISKY,
                    TopicConfig.RETENTION_MS_CONFIG,
                    found,
                    expected < 0 ? "-1" : "at least " + expected,
                    "records are gone sooner than the documentation says");
        }
        long bytes = actual.number(TopicConfig.RETENTION_BYTES_CONFIG, -1);
        if (bytes >= 0) {
            add(
                    Weight.RISKY,
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    bytes,
                    "-1",
                    "much traffic deletes records before their time");
        }
    }

    private void replicas(Actual actual, int wanted) {
        int replicas = actual.replicas();
        long inSync = actual.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1);
        if (wanted > 0 && replicas != wanted) {
            add(Weight.RISKY, "replicas", replicas, wanted, "kafka.replicationFactor says so");
        }
        if (inSync > replicas) {
            add(
                    Weight.WRONG,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    inSync,
                    "at most " + replicas + ", the replicas",
                    "nothing can be written");
        } else if (replicas > 1 && inSync == replicas) {
            add(
                    Weight.RISKY,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    inSync,
                    "less than " + replicas + ", the replicas",
                    "nothing can be written while a broker is away");
        } else if (replicas >= SAFE_REPLICAS && inSync < 2) {
            add(
                    Weight.RISKY,
                    TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    inSync,
                    "at least 2",
                    "what is acknowledged may be on one broker only");
        }
        if (replicas > 1
                && actual.text(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG)
                        .equals("true")) {
            add(
                    Weight.RISKY,
                    TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                    "true",
                    "false",
                    "what was acknowledged may be lost when brokers fail");
        }
    }

    private void messageSize(Actual actual) {
        long found = actual.number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, LARGEST_BATCH);
        if (found < LARGEST_BATCH) {
            add(
                    Weight.RISKY,
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    found,
                    "at least " + LARGEST_BATCH,
                    "the brokers may refuse what services write");
        }
    }

    private void add(Weight weight, String setting, Object found, Object expected, String why) {
        findings.add(new TopicFinding(weight, name, setting, String.valueOf(found), String.valueOf(expected), why));
    }
}
