package io.bedrockmeter.standalone.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

@KafkaSuite
final class KafkaSuiteIT {

    @Test
    void the_catalogue_can_be_created_under_the_prefix_of_the_class(KafkaSettings kafka) throws Exception {
        TopicSetup.ensure(kafka);

        try (Admin admin = Admin.create(kafka.clientConfig())) {
            Set<String> names = admin.listTopics().names().get();
            assertThat(names).containsAll(Topics.all().stream().map(kafka::name).toList());
        }
        assertThat(kafka.topicPrefix()).startsWith("kafkasuiteit-");
    }

    @Test
    void all_tests_of_a_class_share_the_prefix(KafkaSettings one, KafkaSettings other) {
        assertThat(one).isEqualTo(other);
    }
}
