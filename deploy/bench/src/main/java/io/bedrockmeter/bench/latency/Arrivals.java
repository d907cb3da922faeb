package io.bedrockmeter.bench.latency;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When each probe was first readable in the committed totals by tag value of its minute. */
final class Arrivals {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final String PREFIX = "Application=";

    private final KafkaSettings kafka;
    private final Map<String, Long> arrivedAtMs = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "arrivals");
    private volatile boolean stopped;

    Arrivals(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Milliseconds since the epoch, by application. */
    Map<String, Long> arrivedAtMs() {
        return arrivedAtMs;
    }

    private void watch() {
        String topic = kafka.name(Topics.spendByTag(Granularity.MINUTE));
        Map<String, Object> config = kafka.clientConfig();
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    if (key.startsWith(PREFIX)) {
                        arrivedAtMs.putIfAbsent(
                                key.substring(PREFIX.length(), key.indexOf('|')), System.currentTimeMillis());
                    }
                }
            }
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
