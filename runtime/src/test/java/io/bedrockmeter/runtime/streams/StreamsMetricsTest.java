package io.bedrockmeter.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.streams.StreamsMetrics.Reading;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsMetricsTest {

    @TempDir
    private Path state;

    @Test
    void kafka_streams_has_every_figure_that_is_read() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in").to("out");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
            List<Reading> absent = Arrays.stream(Reading.values())
                    .filter(reading -> streams.metrics().keySet().stream().noneMatch(reading::is))
                    .toList();

            // Figures of tasks come with their partitions.
            assertThat(absent).containsExactly(Reading.RESTORE_REMAINING);
        }
    }

    @Test
    void figures_of_threads_are_added_up_or_those_of_the_worst() {
        Map<MetricName, Metric> metrics = Map.of(
                name("stream-thread-metrics", "process-total", "1"), metric(3.0),
                name("stream-thread-metrics", "process-total", "2"), metric(4.0),
                name("stream-thread-metrics", "commit-latency-max", "1"), metric(1_500.0),
                name("stream-thread-metrics", "commit-latency-max", "2"), metric(Double.NaN),
                name("stream-task-metrics", "restore-remaining-records-total", "0_1"), metric(7.0),
                name("stream-metrics", "alive-stream-threads", "x"), metric(2),
                name("stream-metrics", "failed-stream-threads", "x"), metric("text"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        new StreamsMetrics(() -> metrics).register("metering", registry);

        assertThat(registry.get("bedrock.meter.streams.processed")
                        .functionCounter()
                        .count())
                .isEqualTo(7);
        assertThat(registry.get("bedrock.meter.streams.commit.latency.max")
                        .gauge()
                        .value())
                .isEqualTo(1.5);
        assertThat(registry.get("bedrock.meter.streams.restore.remaining")
                        .gauge()
                        .value())
                .isEqualTo(7);
        assertThat(registry.get("bedrock.meter.streams.threads.alive").gauge().value())
                .isEqualTo(2);
        assertThat(registry.get("bedrock.meter.streams.threads.failed")
                        .functionCounter()
                        .count())
                .isZero();
    }

    @Test
    void a_figure_by_partition_is_not_counted_again() {
        MetricName byPartition = new MetricName(
                "records-lag-max", "consumer-fetch-manager-metrics", "", Map.of("client-id", "c", "partition", "0"));
        MetricName byClient =
                new MetricName("records-lag-max", "consumer-fetch-manager-metrics", "", Map.of("client-id", "c"));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        new StreamsMetrics(() -> Map.of(byPartition, metric(9.0), byClient, metric(5.0))).register("alerts", registry);

        assertThat(registry.get("bedrock.meter.streams.lag").gauge().value()).isEqualTo(5);
    }

    private static MetricName name(String group, String name, String thread) {
        return new MetricName(name, group, "", Map.of("thread-id", thread));
    }

    private static Metric metric(Object value) {
        return new Metric() {
            @Override
            public MetricName metricName() {
                throw new AssertionError("the name is the key");
            }

            @Override
            public Object metricValue() {
                return value;
            }
        };
    }
}
