package io.bedrockmeter.standalone.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The aggregate topics as programs see them that know nothing of our code. */
@KafkaSuite
final class IndependentClientsIT {

    private static final Logger LOG = LoggerFactory.getLogger(IndependentClientsIT.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EXAMPLES = "../../docs/examples/";
    private static final String SCHEMA = "../../schemas/src/main/resources/avro/TagSpend.avsc";
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    @TempDir
    private Path directory;

    @Test
    void without_a_registry_kcat_and_a_script_read_totals_from_the_documented_bytes(KafkaSettings kafka)
            throws Exception {
        needs(Program.runs("kcat", "-V"), "kcat is not installed (Debian: kcat)");
        needs(Program.runs("python3", "--version"), "python3 is not installed");
        KafkaSettings plain = under(kafka, "plain.", Map.of());
        TopicSetup.ensure(plain);
        meter(plain, "state", 3);

        List<String> lines = Program.lines("kcat -C -b " + plain.bootstrapServers()
                + " -X isolation.level=read_committed -t "
                + plain.name(Topics.spendByTag(Granularity.DAY)) + " -o beginning -e -q -f '%K\\n%k%R%s' | python3 "
                + EXAMPLES + "read_topic.py " + SCHEMA);

        Map<String, JsonNode> latest = latest(lines);
        JsonNode search = latest.get("Team=search|2026-11-20T00:00:00Z");
        assertThat(search.at("/totals/requests").asInt()).isEqualTo(3);
        assertThat(search.at("/totals/quantities/inputTokens").asInt()).isEqualTo(3_000);
        assertThat(search.get("windowEnd").asText()).isEqualTo("2026-11-21T00:00:00Z");
        assertThat(latest).containsKey("*=*|2026-11-20T00:00:00Z");
    }

    @Test
    void with_a_registry_others_read_totals_and_we_read_both_forms_also_while_it_is_gone(KafkaSettings kafka)
            throws Exception {
        Optional<String> missing = ApicurioRegistry.missing();
        needs(missing.isEmpty(), missing.orElse(""));
        KafkaSettings before = under(kafka, "migrated.", Map.of());
        TopicSetup.ensure(before);
        meter(before, "migrated", 2);
        try (ApicurioRegistry registry = ApicurioRegistry.start(directory)) {
            KafkaSettings after = under(kafka, "migrated.", Map.of("schema.registry.url", registry.url()));
            TopicSetup.ensure(after);

            Totals totals = meter(after, "migrated", 5);

            assertThat(totals.requests()).as("records of both forms are read").isEqualTo(5);
            assertThat(firstBytes(before, before.name(Topics.INVOCATIONS)))
                    .as("first bytes on the topic before and after the change")
                    .containsOnlyKeys((byte) 0xC3, (byte) 0)
                    .containsEntry((byte) 0, 5);
            assertThat(firstBytes(before, before.name(Topics.LEDGER))).containsEntry((byte) 0, 3);
            readByConfluentClient(after, registry);
            registry.kill();
            assertThat(meter(after, "migrated", 6).requests())
                    .as("the registry is gone, what is known goes on")
                    .isEqualTo(6);
        }
    }

    /** Confluent's own client asks the registry for the schema. */
    private static void readByConfluentClient(KafkaSettings kafka, ApicurioRegistry registry) throws Exception {
        Optional<String> python = PYTHONS.stream()
                .filter(candidate -> Program.runs(candidate, "-c", "import avro, confluent_kafka.avro"))
                .findFirst();
        needs(
                python.isPresent(),
                "no python3 with confluent_kafka and avro (Debian: python3-confluent-kafka, python3-avro)");

        Map<String, JsonNode> latest = latest(Program.lines(python.get() + " " + EXAMPLES + "read_with_registry.py "
                + kafka.bootstrapServers() + " " + registry.url() + " "
                + kafka.name(Topics.spendByTag(Granularity.MONTH))));

        JsonNode search = latest.get("Team=search|2026-11-01T00:00:00Z");
        assertThat(search.at("/totals/requests").asInt()).isEqualTo(5);
        assertThat(new BigDecimal(search.at("/totals/cost").asText())).isZero();
        assertThat(search.at("/totals/unpriced").asInt()).isEqualTo(5);
    }

    /** Meters calls 1 to {@code count}; those that were metered before are duplicates. */
    private Totals meter(KafkaSettings kafka, String state, int count) throws Exception {
        MeteringConfig config = MeteringConfig.defaults(directory.resolve(state));
        try (KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(kafka.clientConfig(), new StringSerializer(), new ByteArraySerializer());
                MeteringService metering = new MeteringService(config, kafka)) {
            metering.start();
            for (int i = 1; i <= count; i++) {
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.INVOCATIONS),
                        "call" + i,
                        Topics.INVOCATIONS.codec().encode(call("call" + i))));
            }
            producer.flush();
            metering.awaitCaughtUp(PATIENCE);
            return metering.usage().totals(Granularity.MONTH).stream()
                    .map(UsageRow::totals)
                    .reduce(Totals.ZERO, Totals::plus);
        }
    }

    private static Map<String, JsonNode> latest(List<String> lines) throws IOException {
        Map<String, JsonNode> latest = new LinkedHashMap<>();
        for (String line : lines) {
            JsonNode record = new ObjectMapper().readTree(line);
            latest.put(record.get("key").asText(), record.get("value"));
        }
        return latest;
    }

    /** How many records of a topic start with which byte. */
    private static Map<Byte, Integer> firstBytes(KafkaSettings kafka, String topic) {
        Map<Byte, Integer> counts = new HashMap<>();
        Map<String, Object> config = kafka.clientConfig();
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> counts.merge(record.value()[0], 1, Integer::sum));
            }
        }
        return counts;
    }

    private static KafkaSettings under(KafkaSettings kafka, String prefix, Map<String, String> properties) {
        return new KafkaSettings(kafka.bootstrapServers(), kafka.topicPrefix() + prefix, 2, (short) 1, properties);
    }

    private static void needs(boolean met, String otherwise) {
        if (!met) {
            LOG.atWarn().addKeyValue("reason", otherwise).log("NOT TESTED with an independent client");
            Assumptions.abort(otherwise);
        }
    }

    private static Invocation call(String requestId) {
        return new Invocation(
                requestId,
                Instant.parse("2026-11-20T12:00:00Z"),
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                "nobody.knows-this-model",
                "",
                "arn:aws:iam::111122223333:user/u",
                Quantities.tokens(1_000, 200),
                true,
                "",
                false,
                "",
                -1,
                Map.of("Team", "search"),
                UsageOrigin.INVOCATION_LOG,
                "test");
    }
}
