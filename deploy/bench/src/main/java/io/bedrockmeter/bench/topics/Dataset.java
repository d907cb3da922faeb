package io.bedrockmeter.bench.topics;

import io.bedrockmeter.bench.workload.Call;
import io.bedrockmeter.bench.workload.CallRecords;
import io.bedrockmeter.bench.workload.Calls;
import io.bedrockmeter.bench.workload.Delivery;
import io.bedrockmeter.bench.workload.LogJson;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The records all arms read. Written once: normalised, on the topics and in the form that ingest writes; and where asked for,
 * the log records as JSON on topics beside them.
 *
 * @param records how many records the two topics of a form have together
 * @param remembered how many of them come first and are there to be remembered only
 * @param bytes values on the normalised topics
 * @param jsonBytes values on the topics of JSON, 0 where there are none
 */
public record Dataset(long records, long remembered, long bytes, long jsonBytes) {

    private static final String JSON_INVOCATIONS = "json-invocations";
    private static final String JSON_TAG_EVENTS = "json-tag-events";
    private static final Map<String, String> KEEP = Map.of("retention.ms", "-1");

    /** Topic of log records as JSON. */
    public static String jsonInvocations(String prefix) {
        return prefix + JSON_INVOCATIONS;
    }

    /** Topic of tag events as JSON. */
    public static String jsonTagEvents(String prefix) {
        return prefix + JSON_TAG_EVENTS;
    }

    /** Names of the topics that arms read and that stay between two arms. */
    static List<String> inputs(KafkaSettings kafka) {
        return List.of(
                kafka.name(Topics.INVOCATIONS),
                kafka.name(Topics.TAG_EVENTS),
                kafka.name(Topics.RATE_CARDS),
                jsonInvocations(kafka.topicPrefix()),
                jsonTagEvents(kafka.topicPrefix()));
    }

    /** Creates the topics and writes every record of a shape. */
    public static Dataset write(KafkaSettings kafka, Shape shape, boolean json)
            throws ExecutionException, InterruptedException {
        createInputs(kafka, traffic(kafka, json), KEEP);
        TopicSetup.ensure(kafka);
        Names names = new Names(shape);
        Map<String, Object> config = kafka.clientConfig();
        config.put("acks", "all");
        config.put("linger.ms", 20);
        config.put("batch.size", 256 << 10);
        config.put("buffer.memory", 64L << 20);
        config.put("compression.type", "lz4");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            Writer writer = new Writer(kafka, names, shape, json, producer);
            for (int model = 0; model < shape.models(); model++) {
                writer.prices(new CallRecords(names).schedule(model));
            }
            Delivery.deliver(new Calls(shape), writer);
            producer.flush();
            return writer.written();
        }
    }

    private static List<String> traffic(KafkaSettings kafka, boolean json) {
        List<String> names = new ArrayList<>(List.of(kafka.name(Topics.INVOCATIONS), kafka.name(Topics.TAG_EVENTS)));
        if (json) {
            names.add(jsonInvocations(kafka.topicPrefix()));
            names.add(jsonTagEvents(kafka.topicPrefix()));
        }
        return names;
    }

    private static void createInputs(KafkaSettings kafka, List<String> names, Map<String, String> configs)
            throws ExecutionException, InterruptedException {
        List<NewTopic> topics = names.stream()
                .map(name -> new NewTopic(name, Optional.of(kafka.partitions()), Optional.empty()).configs(configs))
                .toList();
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            admin.createTopics(topics).all().get();
        }
    }

    private static final class Writer implements Delivery.Receiver {

        private final KafkaSettings kafka;
        private final CallRecords records;
        private final LogJson logJson;
        private final boolean json;
        private final KafkaProducer<byte[], byte[]> producer;
        private final long remembered;
        private final AtomicReference<Exception> failure = new AtomicReference<>();
        private long count;
        private long bytes;
        private long jsonBytes;

        Writer(KafkaSettings kafka, Names names, Shape shape, boolean json, KafkaProducer<byte[], byte[]> producer) {
            this.kafka = kafka;
            this.records = new CallRecords(names);
            this.logJson = new LogJson(names, shape.bodies());
            this.json = json;
            this.producer = producer;
            this.remembered = shape.remembered();
        }

        void prices(RateSchedule schedule) {
            send(
                    kafka.name(Topics.RATE_CARDS),
                    schedule.key(),
                    Topics.RATE_CARDS.codec().encode(schedule));
        }

        @Override
        public void invocation(Call call) {
            byte[] value = Topics.INVOCATIONS.codec().encode(records.invocation(call));
            count(value);
            send(kafka.name(Topics.INVOCATIONS), call.requestId(), value);
            if (json) {
                json(jsonInvocations(kafka.topicPrefix()), call, logJson.invocation(call));
            }
        }

        @Override
        public void tagEvent(Call call) {
            byte[] value = Topics.TAG_EVENTS.codec().encode(records.tagEvent(call));
            count(value);
            send(kafka.name(Topics.TAG_EVENTS), call.requestId(), value);
            if (json) {
                json(jsonTagEvents(kafka.topicPrefix()), call, logJson.tagEvent(call));
            }
        }

        private void count(byte[] value) {
            count++;
            bytes += value.length;
        }

        private void json(String topic, Call call, byte[] value) {
            jsonBytes += value.length;
            send(topic, call.requestId(), value);
        }

        private void send(String topic, String key, byte[] value) {
            producer.send(
                    new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value), (metadata, problem) -> {
                        if (problem != null) {
                            failure.compareAndSet(null, problem);
                        }
                    });
        }

        Dataset written() {
            Exception problem = failure.get();
            if (problem != null) {
                throw new IllegalStateException("cannot write the records: " + problem.getMessage(), problem);
            }
            return new Dataset(count, remembered, bytes, jsonBytes);
        }
    }
}
