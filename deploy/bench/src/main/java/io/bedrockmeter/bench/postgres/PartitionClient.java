package io.bedrockmeter.bench.postgres;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads one partition and has its records taken in, each statement a transaction. Repeated records change nothing. */
final class PartitionClient {

    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaSettings kafka;
    private final TopicPartition partition;
    private final BatchStatement batch;
    private final int perStatement;
    private final LongAdder taken;
    private volatile boolean stopped;

    PartitionClient(
            KafkaSettings kafka, String topic, int partition, BatchStatement batch, int perStatement, LongAdder taken) {
        this.kafka = kafka;
        this.partition = new TopicPartition(topic, partition);
        this.batch = batch;
        this.perStatement = perStatement;
        this.taken = taken;
    }

    void run(Connection connection) throws SQLException {
        Map<String, Object> config = kafka.clientConfig();
        config.put("enable.auto.commit", false);
        config.put("max.poll.records", 4_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                PreparedStatement statement = connection.prepareStatement(batch.sql())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    batch.add(record.value());
                    if (batch.size() == perStatement) {
                        execute(connection, statement);
                    }
                }
                execute(connection, statement);
            }
        }
    }

    private void execute(Connection connection, PreparedStatement statement) throws SQLException {
        int records = batch.size();
        if (records > 0) {
            batch.execute(connection, statement);
            taken.add(records);
        }
    }

    void stop() {
        stopped = true;
    }
}
