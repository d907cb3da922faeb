package io.bedrockmeter.runtime.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of our topics into the form of the registry on their way out, and back on their way in; records in either
 * form are read. Other topics, among them the internal ones of Kafka Streams, are left alone. Values must be byte arrays, as
 * those of all our clients are. To be used through {@link #addTo}.
 *
 * @param <K> the key type
 */
public final class RegistryInterceptor<K> implements ProducerInterceptor<K, byte[]>, ConsumerInterceptor<K, byte[]> {

    private static final String INTERCEPTORS = "interceptor.classes";
    private static final String FORM = "bedrock.meter.registry.form";

    private RegistryForm form;

    /** Made by Kafka clients, which call {@link #configure} before anything else. */
    @SuppressWarnings("NullAway.Init")
    public RegistryInterceptor() {}

    /** Makes clients with this configuration use a form; other interceptors in it stay. */
    public static void addTo(Map<String, Object> config, RegistryForm form) {
        Object others = config.get(INTERCEPTORS);
        String ours = RegistryInterceptor.class.getName();
        config.put(INTERCEPTORS, others == null ? ours : others + "," + ours);
        config.put(FORM, form);
    }

    @Override
    public void configure(Map<String, ?> config) {
        if (!(config.get(FORM) instanceof RegistryForm configured)) {
            throw new IllegalArgumentException(FORM + " is missing: this class is not for configuration files");
        }
        form = configured;
    }

    @Override
    public ProducerRecord<K, byte[]> onSend(ProducerRecord<K, byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return record;
        }
        byte[] wire = form.toWire(record.topic(), value);
        return wire == value
                ? record
                : new ProducerRecord<>(
                        record.topic(), record.partition(), record.timestamp(), record.key(), wire, record.headers());
    }

    @Override
    public ConsumerRecords<K, byte[]> onConsume(ConsumerRecords<K, byte[]> records) {
        boolean foreign = false;
        for (ConsumerRecord<K, byte[]> record : records) {
            if (form.isForeign(record.topic(), record.value())) {
                foreign = true;
                break;
            }
        }
        return foreign ? read(records) : records;
    }

    private ConsumerRecords<K, byte[]> read(ConsumerRecords<K, byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<K, byte[]>>> read = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<K, byte[]>> ours = new ArrayList<>();
            records.records(partition).forEach(record -> ours.add(read(record)));
            read.put(partition, ours);
        }
        return new ConsumerRecords<>(read, records.nextOffsets());
    }

    private ConsumerRecord<K, byte[]> read(ConsumerRecord<K, byte[]> record) {
        if (!form.isForeign(record.topic(), record.value())) {
            return record;
        }
        byte[] value = form.fromWire(record.value());
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                value.length,
                record.key(),
                value,
                record.headers(),
                record.leaderEpoch(),
                record.deliveryCount());
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception failure) {}

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
