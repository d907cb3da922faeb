package io.bedrockmeter.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.TopicFinding.Weight;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopicRulesTest {

    @Test
    void every_topic_as_it_is_created_is_as_it_should_be() {
        for (Topic<?> topic : Topics.all()) {
            assertThat(check(topic, 3, topic.scale() == Topic.Scale.SINGLE ? 1 : 4, Map.of("min.insync.replicas", "2")))
                    .as(topic.suffix())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup.policy,      compact,        WRONG",
        "cleanup.policy,      'delete, compact', WRONG",
        "retention.ms,        3600000,        RISKY",
        "retention.bytes,     1000000,        RISKY",
        "max.message.bytes,   1000,           RISKY",
        "min.insync.replicas, 1,              RISKY",
        "min.insync.replicas, 3,              RISKY",
        "min.insync.replicas, 4,              WRONG",
        "unclean.leader.election.enable, true, RISKY",
    })
    void a_setting_of_the_ledger_that_is_not_as_it_should_be_is_named(String setting, String value, Weight weight) {
        List<TopicFinding> findings = check(Topics.LEDGER, 3, 4, with("min.insync.replicas", "2", setting, value));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.setting()).isEqualTo(setting);
            assertThat(finding.found()).isEqualTo(value);
            assertThat(finding.weight()).isEqualTo(weight);
            assertThat(finding.topic()).isEqualTo("bedrock.ledger.v1");
        });
    }

    @ParameterizedTest
    @CsvSource({"compact, RISKY", "delete, RISKY"})
    void totals_that_grow_for_ever_are_a_risk(String policy, Weight weight) {
        List<TopicFinding> findings = check(Topics.usage(Granularity.DAY), 1, 4, Map.of("cleanup.policy", policy));

        assertThat(findings).extracting(TopicFinding::weight).containsExactly(weight);
    }

    @Test
    void a_table_whose_records_expire_is_wrong() {
        assertThat(check(Topics.BUDGETS, 1, 1, Map.of("cleanup.policy", "delete")))
                .extracting(TopicFinding::weight)
                .containsExactly(Weight.WRONG);
    }

    @Test
    void a_topic_that_is_read_in_order_has_one_partition() {
        assertThat(check(Topics.ALERTS, 1, 3, Map.of()))
                .extracting(TopicFinding::toString)
                .containsExactly(
                        "bedrock.alerts.v1: partitions is 3, expected 1: its records are read in the order of one"
                                + " partition");
    }

    @Test
    void longer_retention_is_nobodys_fault_and_configured_retention_counts() {
        Topic<?> topic = Topics.usage(Granularity.MINUTE);

        assertThat(check(topic, 1, 4, Map.of("retention.ms", "-1"))).isEmpty();
        assertThat(new TopicRules(topic, "t", Optional.of(Duration.ofDays(60)))
                        .check(actual(topic, 1, 4, Map.of()), -1))
                .extracting(TopicFinding::expected)
                .containsExactly("at least " + Duration.ofDays(60).toMillis());
    }

    @Test
    void replicas_are_compared_where_their_number_is_configured() {
        assertThat(new TopicRules(Topics.LEDGER, "t", Topics.LEDGER.retention())
                        .check(actual(Topics.LEDGER, 1, 4, Map.of()), 3))
                .extracting(TopicFinding::setting)
                .containsExactly("replicas");
    }

    private static List<TopicFinding> check(Topic<?> topic, int replicas, int partitions, Map<String, String> config) {
        return new TopicRules(topic, topic.name(Topics.DEFAULT_PREFIX), topic.retention())
                .check(actual(topic, replicas, partitions, config), -1);
    }

    private static TopicRules.Actual actual(Topic<?> topic, int replicas, int partitions, Map<String, String> config) {
        Map<String, String> all = new HashMap<>(topic.configs());
        all.put("retention.bytes", "-1");
        all.put("max.message.bytes", "1048588");
        all.put("min.insync.replicas", "1");
        all.put("unclean.leader.election.enable", "false");
        all.putAll(config);
        return new TopicRules.Actual(partitions, replicas, all);
    }

    private static Map<String, String> with(String key, String value, String otherKey, String otherValue) {
        Map<String, String> config = new HashMap<>();
        config.put(key, value);
        config.put(otherKey, otherValue);
        return config;
    }
}
