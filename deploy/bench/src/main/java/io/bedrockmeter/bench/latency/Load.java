package io.bedrockmeter.bench.latency;

import io.bedrockmeter.bench.workload.Call;
import io.bedrockmeter.bench.workload.CallRecords;
import io.bedrockmeter.bench.workload.Calls;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Calls made now, at a steady rate, each tagged one right before it is told of. Every hundredth of a second one of them is a
 * <em>probe</em>: an application of its own, so that its total tells when it has arrived.
 */
final class Load {

    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final String PROBE = "probe-";

    private final KafkaSettings kafka;
    private final Shape shape;
    private final Calls calls;
    private final CallRecords records;
    private final Names names;
    private final Map<String, Long> appendedAtMs = new ConcurrentHashMap<>();
    private long number;
    private long probes;

    Load(KafkaSettings kafka, Shape shape) {
        this.kafka = kafka;
        this.shape = shape;
        this.calls = new Calls(shape);
        this.names = new Names(shape);
        this.records = new CallRecords(names);
    }

    /** When the broker appended the later one of a probe's two records, milliseconds since the epoch, by application. */
    Map<String, Long> appendedAtMs() {
        return appendedAtMs;
    }

    /** Writes the prices that calls need. */
    void prices() {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int model = 0; model < shape.models(); model++) {
                producer.send(new ProducerRecord<>(
                        kafka.name(Topics.RATE_CARDS),
                        bytes(names.model(model)),
                        Topics.RATE_CARDS.codec().encode(records.schedule(model))));
            }
        }
    }

    /**
     * Makes calls for a time.
     *
     * @param perSecond records of both topics together
     * @return records that were sent per second: less than asked for where this machine cannot make as many
     */
    double run(long perSecond, Duration length) {
        long began = System.nanoTime();
        long sent = 0;
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (long step = 0; System.nanoTime() - began < length.toNanos(); step++) {
                long due = perSecond * step * STEP_NANOS / TimeUnit.SECONDS.toNanos(1);
                while (sent < due) {
                    sent += send(producer, calls.call(number++, System.currentTimeMillis()));
                }
                sent += probe(producer);
                TimeUnit.NANOSECONDS.sleep(began + (step + 1) * STEP_NANOS - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return sent * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - began);
    }

    private int send(KafkaProducer<byte[], byte[]> producer, Call call) {
        int count = 1;
        if (call.isTagged()) {
            producer.send(tagEvent(call.requestId(), records.tagEvent(call)));
            count++;
        }
        producer.send(invocation(records.invocation(call)));
        return count;
    }

    private int probe(KafkaProducer<byte[], byte[]> producer) {
        Call call = calls.call(number++, System.currentTimeMillis());
        String application = PROBE + probes++;
        TagEvent of = records.tagEvent(call);
        TagEvent event = new TagEvent(
                of.requestId(),
                Map.of("Application", application),
                "",
                "",
                "",
                -1,
                true,
                of.source(),
                of.eventId(),
                of.time());
        producer.send(
                tagEvent(call.requestId(), event), (metadata, problem) -> note(application, metadata.timestamp()));
        producer.send(
                invocation(records.invocation(call)), (metadata, problem) -> note(application, metadata.timestamp()));
        return 2;
    }

    private void note(String application, long timeMs) {
        appendedAtMs.merge(application, timeMs, Math::max);
    }

    private ProducerRecord<byte[], byte[]> tagEvent(String requestId, TagEvent event) {
        return new ProducerRecord<>(
                kafka.name(Topics.TAG_EVENTS),
                bytes(requestId),
                Topics.TAG_EVENTS.codec().encode(event));
    }

    private ProducerRecord<byte[], byte[]> invocation(Invocation invocation) {
        return new ProducerRecord<>(
                kafka.name(Topics.INVOCATIONS),
                bytes(invocation.requestId()),
                Topics.INVOCATIONS.codec().encode(invocation));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = kafka.clientConfig();
        config.put("acks", "all");
        config.put("linger.ms", 5);
        config.put("batch.size", 256 << 10);
        config.put("compression.type", "lz4");
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
