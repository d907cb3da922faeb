package io.bedrockmeter.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryFormTest {

    private static final String PREFIX = "bedrock.";
    private static final String TOPIC = Topics.PROJECTS.name(PREFIX);
    private static final byte[] PLAIN =
            Topics.PROJECTS.codec().encode(new Project("proj_1", "arn", "search", "ACTIVE", List.of()));

    private final FakeRegistry registry = new FakeRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void every_topic_is_registered_under_its_name() {
        form();

        assertThat(registry.subjects())
                .containsAll(Topics.all().stream()
                        .map((Topic<?> topic) -> topic.name(PREFIX) + "-value")
                        .toList());
    }

    @Test
    void a_value_travels_as_zero_and_schema_id_and_body_and_comes_back_as_it_was() {
        RegistryForm form = form();

        byte[] wire = form.toWire(TOPIC, PLAIN);

        assertThat(wire[0]).isZero();
        assertThat(ByteBuffer.wrap(wire).getInt(1))
                .isEqualTo(registry.add(Topics.PROJECTS.codec().schema().toString()));
        assertThat(Arrays.copyOfRange(wire, 5, wire.length)).isEqualTo(Arrays.copyOfRange(PLAIN, 10, PLAIN.length));
        assertThat(form.fromWire(wire)).isEqualTo(PLAIN);
    }

    @Test
    void other_topics_and_values_that_are_no_record_of_ours_stay_as_they_are() {
        RegistryForm form = form();
        byte[] damaged = PLAIN.clone();
        damaged[5]++;

        assertThat(form.toWire("bedrock-meter-metering-requests-changelog", PLAIN))
                .isSameAs(PLAIN);
        assertThat(form.toWire(TOPIC, damaged)).isSameAs(damaged);
        assertThat(form.isForeign("bedrock-meter-metering-requests-changelog", new byte[20]))
                .isFalse();
    }

    @Test
    void clients_read_both_forms_and_records_without_value_and_keep_everything_else_of_a_record() {
        RegistryInterceptor<String> client = client();
        byte[] wire = client.onSend(new ProducerRecord<>(TOPIC, "k", PLAIN)).value();
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        ConsumerRecords<String, byte[]> polled = new ConsumerRecords<>(
                Map.of(
                        partition,
                        List.of(
                                new ConsumerRecord<>(TOPIC, 0, 7, "a", PLAIN),
                                new ConsumerRecord<>(TOPIC, 0, 8, "b", wire),
                                new ConsumerRecord<>(TOPIC, 0, 9, "c", null))),
                Map.of(partition, new OffsetAndMetadata(10)));

        ConsumerRecords<String, byte[]> read = client.onConsume(polled);

        assertThat(read.records(partition)).extracting(ConsumerRecord::value).containsExactly(PLAIN, PLAIN, null);
        assertThat(read.records(partition)).extracting(ConsumerRecord::key).containsExactly("a", "b", "c");
        assertThat(read.records(partition)).extracting(ConsumerRecord::offset).containsExactly(7L, 8L, 9L);
        assertThat(read.nextOffsets()).isEqualTo(polled.nextOffsets());
    }

    @Test
    void no_record_asks_the_registry_also_while_it_is_gone() {
        RegistryInterceptor<String> client = client();
        int asked = registry.requests();
        registry.close();

        for (int i = 0; i < 1_000; i++) {
            byte[] wire = client.onSend(new ProducerRecord<>(TOPIC, "k", PLAIN)).value();

            assertThat(wire[0]).isZero();
            assertThat(form().fromWire(wire)).isEqualTo(PLAIN);
        }
        assertThat(registry.requests()).isEqualTo(asked);
    }

    @Test
    void a_schema_that_others_registered_is_asked_for_once() {
        RegistryForm form = form();
        int id = registry.add(Topics.PROJECTS.codec().schema().toString().replace("\"doc\":\"", "\"doc\":\"Other "));
        byte[] foreign = withId(id);
        int before = registry.requests();

        for (int i = 0; i < 100; i++) {
            assertThat(form.fromWire(foreign)).isEqualTo(PLAIN);
        }
        assertThat(registry.requests()).isEqualTo(before + 1);
    }

    @Test
    void an_id_that_the_registry_does_not_know_leaves_the_record_as_it_is_and_is_not_asked_for_each_record() {
        RegistryForm form = form();
        byte[] foreign = withId(99);
        int before = registry.requests();

        for (int i = 0; i < 100; i++) {
            assertThat(form.fromWire(foreign)).isSameAs(foreign);
        }
        assertThat(registry.requests()).isEqualTo(before + 1);
    }

    @Test
    void a_registry_that_is_not_there_is_named() {
        String url = registry.url();
        registry.close();

        assertThatThrownBy(() -> settings(Map.of(RegistryForm.URL, url)).clientConfig())
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageStartingWith("the schema registry at " + url + " does not answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8081", "file:///etc", "http://a b", ""})
    void what_is_no_url_of_a_registry_is_refused(String url) {
        assertThatThrownBy(() -> settings(Map.of(RegistryForm.URL, url)).clientConfig())
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessage("schema.registry.url is no URL of a registry, expected one like http://host:8081");
    }

    @Test
    void a_schema_that_is_refused_is_named_with_the_reason() {
        registry.refuse("incompatible with an earlier schema");

        assertThatThrownBy(() -> settings(properties()).clientConfig())
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessage("the registry at " + registry.url() + " refuses the schema of bedrock.invocations.v1-value:"
                        + " status 422, incompatible with an earlier schema");
    }

    @Test
    void credentials_are_shown_to_the_registry() {
        Map<String, String> properties = new HashMap<>(properties());
        properties.put(RegistryForm.USER_INFO, "meter:sesame");

        settings(properties).clientConfig();

        assertThat(registry.authorization()).contains("Basic bWV0ZXI6c2VzYW1l");
    }

    @Test
    void without_a_registry_clients_have_no_interceptor() {
        assertThat(settings(Map.of()).clientConfig()).doesNotContainKey("interceptor.classes");
    }

    @Test
    void interceptors_of_the_operator_stay() {
        Map<String, String> properties = new HashMap<>(properties());
        properties.put("interceptor.classes", "their.Interceptor");

        assertThat(settings(properties).clientConfig())
                .containsEntry("interceptor.classes", "their.Interceptor," + RegistryInterceptor.class.getName());
    }

    private static byte[] withId(int id) {
        return ByteBuffer.allocate(PLAIN.length - 5)
                .put((byte) 0)
                .putInt(id)
                .put(PLAIN, 10, PLAIN.length - 10)
                .array();
    }

    private Map<String, String> properties() {
        return Map.of(RegistryForm.URL, registry.url());
    }

    private RegistryForm form() {
        return RegistryForm.of(properties(), PREFIX);
    }

    private RegistryInterceptor<String> client() {
        RegistryInterceptor<String> interceptor = new RegistryInterceptor<>();
        interceptor.configure(settings(properties()).clientConfig());
        return interceptor;
    }

    private static KafkaSettings settings(Map<String, String> properties) {
        return new KafkaSettings("unused:9092", PREFIX, 1, (short) 1, properties);
    }
}
