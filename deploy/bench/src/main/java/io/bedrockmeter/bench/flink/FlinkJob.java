package io.bedrockmeter.bench.flink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.bench.topics.Prices;
import io.bedrockmeter.bench.topics.WholeTopic;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.bench.workload.Sum;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The job, at work on a cluster in this process. */
public final class FlinkJob {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaSettings kafka;
    private final Duration checkpointInterval;

    public FlinkJob(KafkaSettings kafka, Duration checkpointInterval) {
        this.kafka = kafka;
        this.checkpointInterval = checkpointInterval;
    }

    /** Creates the topics of its totals and starts the job. */
    public void start() throws ExecutionException, InterruptedException {
        List<NewTopic> topics = totalsTopics().stream()
                .map(name ->
                        new NewTopic(name, kafka.partitions(), (short) 1).configs(Map.of("cleanup.policy", "compact")))
                .toList();
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            admin.createTopics(topics).all().get();
        }
        FlinkSql sql = new FlinkSql(kafka, Prices.read(kafka).values());
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.newInstance()
                .withConfiguration(settings())
                .inStreamingMode()
                .build());
        sql.definitions().forEach(tables::executeSql);
        StatementSet inserts = tables.createStatementSet();
        sql.inserts().forEach(inserts::addInsertSql);
        if (inserts.execute().getJobClient().isEmpty()) {
            throw new IllegalStateException("the job did not start");
        }
    }

    private Configuration settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("parallelism.default", "2");
        settings.put("execution.checkpointing.interval", checkpointInterval.toMillis() + " ms");
        settings.put("execution.checkpointing.mode", "EXACTLY_ONCE");
        settings.put("state.backend.type", "hashmap");
        settings.put("pipeline.object-reuse", "true");
        settings.put("table.exec.mini-batch.enabled", "true");
        settings.put("table.exec.mini-batch.allow-latency", "500 ms");
        settings.put("table.exec.mini-batch.size", "20000");
        settings.put("table.optimizer.agg-phase-strategy", "TWO_PHASE");
        settings.put("table.exec.sink.upsert-materialize", "NONE");
        settings.put("taskmanager.numberOfTaskSlots", "2");
        settings.put("taskmanager.memory.network.max", "256 mb");
        return Configuration.fromMap(settings);
    }

    /** Records that checkpoints have got past. */
    public long taken() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            return admin
                    .listConsumerGroupOffsets(FlinkSql.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(offset -> offset.offset())
                    .sum();
        }
    }

    /** The topics its totals are on. */
    public List<String> totalsTopics() {
        List<String> topics = new ArrayList<>();
        for (Granularity granularity : Granularity.values()) {
            topics.add(FlinkSql.usageTopic(kafka, granularity));
            topics.add(FlinkSql.spendTopic(kafka, granularity));
        }
        return topics;
    }

    /** The totals that are committed now. */
    public Book totals() {
        Book book = new Book();
        for (Granularity granularity : Granularity.values()) {
            String length = granularity.wireName();
            read(FlinkSql.usageTopic(kafka, granularity), (key, sum) -> {
                List<String> values = List.of(
                        text(key, "application"),
                        text(key, "environment"),
                        text(key, "team"),
                        text(key, "costCenter"),
                        text(key, "owner"));
                book.put(
                        Book.cell(
                                length,
                                start(key),
                                values,
                                text(key, "modelId"),
                                text(key, "principal"),
                                text(key, "operation")),
                        sum);
            });
            read(FlinkSql.spendTopic(kafka, granularity), (key, sum) -> {
                String[] tag = text(key, "tag").split("=", 2);
                book.put(Book.tag(length, start(key), tag[0], tag[1]), sum);
            });
        }
        return book;
    }

    private interface Row {
        void take(JsonNode key, Sum sum);
    }

    private void read(String topic, Row row) {
        WholeTopic.read(kafka, topic, record -> row.take(json(record.key()), sum(record)));
    }

    private static Sum sum(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Sum.ZERO;
        }
        JsonNode value = json(record.value());
        return new Sum(
                value.get("requests").longValue(),
                value.get("inputTokens").longValue(),
                value.get("outputTokens").longValue(),
                value.get("cacheReadTokens").longValue(),
                value.get("picos").longValue());
    }

    private static Instant start(JsonNode key) {
        return Instant.parse(text(key, "startedAt"));
    }

    private static String text(JsonNode key, String field) {
        return key.get(field).textValue();
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
