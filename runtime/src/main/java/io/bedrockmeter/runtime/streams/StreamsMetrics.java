package io.bedrockmeter.runtime.streams;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How a Kafka Streams application works, as metrics {@code bedrock.meter.streams.*} with the label {@code application}. Kafka
 * itself tells thousands of figures, by thread, task, store and partition; these are the few an operator acts on, added up
 * or the worst of all threads, so that labels stay bounded. Thread-safe.
 */
public final class StreamsMetrics {

    private static final long KEPT_NS = 1_000_000_000L;
    private static final double PER_MILLI = 1e-3;
    private static final double PER_NANO = 1e-9;

    private static final String THREADS = "stream-thread-metrics";
    private static final String CLIENT = "stream-metrics";
    private static final String TASKS = "stream-task-metrics";
    private static final String FETCHER = "consumer-fetch-manager-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";
    private static final String PRODUCER = "producer-metrics";

    /** What is read: names and groups as in Kafka's documentation, "Kafka Streams monitoring". */
    enum Reading {
        THREADS_ALIVE(CLIENT, "alive-stream-threads", false, 1),
        THREADS_FAILED(CLIENT, "failed-stream-threads", false, 1),
        PROCESSED(THREADS, "process-total", false, 1),
        COMMITS(THREADS, "commit-total", false, 1),
        COMMIT_AVG(THREADS, "commit-latency-avg", true, PER_MILLI),
        COMMIT_MAX(THREADS, "commit-latency-max", true, PER_MILLI),
        POLL_AVG(THREADS, "poll-latency-avg", true, PER_MILLI),
        POLL_MAX(THREADS, "poll-latency-max", true, PER_MILLI),
        PROCESS_AVG(THREADS, "process-latency-avg", true, PER_MILLI),
        PROCESS_MAX(THREADS, "process-latency-max", true, PER_MILLI),
        RESTORE_REMAINING(TASKS, "restore-remaining-records-total", false, 1),
        LAG(FETCHER, "records-lag-max", true, 1),
        REBALANCES(COORDINATOR, "rebalance-total", true, 1),
        REBALANCES_FAILED(COORDINATOR, "failed-rebalance-total", true, 1),
        TRANSACTION_COMMIT(PRODUCER, "txn-commit-time-ns-total", false, PER_NANO),
        SEND_ERRORS(PRODUCER, "record-error-total", false, 1);

        private static final Map<MetricKey, Reading> BY_KEY = Arrays.stream(values())
                .collect(Collectors.toMap(reading -> new MetricKey(reading.group, reading.metric), reading -> reading));

        private final String group;
        private final String metric;
        /** The largest of all threads, rather than their sum. */
        private final boolean worst;

        private final double scale;

        /** Whether Kafka's metric of that name is this. */
        boolean is(MetricName name) {
            return name.group().equals(group) && name.name().equals(metric);
        }

        Reading(String group, String metric, boolean worst, double scale) {
            this.group = group;
            this.metric = metric;
            this.worst = worst;
            this.scale = scale;
        }
    }

    private record MetricKey(String group, String name) {}

    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private double[] latest = new double[0];
    private long readAtNs;

    StreamsMetrics(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /**
     * Shows an application in a registry.
     *
     * @param application value of the label {@code application}
     */
    public static void bind(KafkaStreams streams, String application, MeterRegistry registry) {
        new StreamsMetrics(streams::metrics).register(application, registry);
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            Gauge.builder("bedrock.meter.streams.state", streams, now -> now.state() == state ? 1 : 0)
                    .description("1 for the state the application is in, else 0")
                    .tag("application", application)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void register(String application, MeterRegistry registry) {
        gauge(registry, application, "threads.alive", "", "Threads that work", Reading.THREADS_ALIVE);
        counter(registry, application, "threads.failed", "Threads that died", Reading.THREADS_FAILED);
        counter(registry, application, "processed", "Records processed", Reading.PROCESSED);
        counter(registry, application, "commits", "Commits", Reading.COMMITS);
        seconds(registry, application, "commit.latency.avg", "Commits of late, slowest thread", Reading.COMMIT_AVG);
        seconds(registry, application, "commit.latency.max", "Longest commit of late", Reading.COMMIT_MAX);
        seconds(registry, application, "poll.latency.avg", "Polls of late, slowest thread", Reading.POLL_AVG);
        seconds(registry, application, "poll.latency.max", "Longest poll of late", Reading.POLL_MAX);
        seconds(registry, application, "process.latency.avg", "Processing steps, slowest thread", Reading.PROCESS_AVG);
        seconds(registry, application, "process.latency.max", "Longest processing step of late", Reading.PROCESS_MAX);
        gauge(
                registry,
                application,
                "restore.remaining",
                "records",
                "Records of changelogs that are still to be restored",
                Reading.RESTORE_REMAINING);
        gauge(registry, application, "lag", "records", "Records that wait, of the partition with most", Reading.LAG);
        counter(registry, application, "rebalances", "Rebalances, of the thread with most", Reading.REBALANCES);
        counter(registry, application, "rebalances.failed", "Rebalances that failed", Reading.REBALANCES_FAILED);
        counter(
                registry,
                application,
                "transaction.commit.seconds",
                "Time spent committing transactions",
                Reading.TRANSACTION_COMMIT);
        counter(registry, application, "send.errors", "Records that could not be written", Reading.SEND_ERRORS);
    }

    private void seconds(MeterRegistry registry, String application, String name, String what, Reading reading) {
        gauge(registry, application, name, "seconds", what, reading);
    }

    private void gauge(
            MeterRegistry registry, String application, String name, String unit, String what, Reading reading) {
        Gauge.builder("bedrock.meter.streams." + name, this, all -> all.value(reading))
                .description(what)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tag("application", application)
                .strongReference(true)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String application, String name, String what, Reading reading) {
        FunctionCounter.builder("bedrock.meter.streams." + name, this, all -> all.value(reading))
                .description(what)
                .tag("application", application)
                .register(registry);
    }

    /** One reading of all figures serves a whole scrape. */
    synchronized double value(Reading reading) {
        long nowNs = System.nanoTime();
        if (latest.length == 0 || nowNs - readAtNs > KEPT_NS) {
            latest = read();
            readAtNs = nowNs;
        }
        return latest[reading.ordinal()];
    }

    private double[] read() {
        double[] values = new double[Reading.values().length];
        metrics.get().forEach((name, metric) -> {
            Reading reading = Reading.BY_KEY.get(new MetricKey(name.group(), name.name()));
            // Kafka says the same of a thread's fetcher by partition and by topic, too.
            if (reading != null
                    && !name.tags().containsKey("partition")
                    && !name.tags().containsKey("topic")
                    && metric.metricValue() instanceof Number number
                    && Double.isFinite(number.doubleValue())) {
                double value = number.doubleValue() * reading.scale;
                int at = reading.ordinal();
                values[at] = reading.worst ? Math.max(values[at], value) : values[at] + value;
            }
        });
        return values;
    }
}
