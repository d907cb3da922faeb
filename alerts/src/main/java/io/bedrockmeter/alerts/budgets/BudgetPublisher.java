package io.bedrockmeter.alerts.budgets;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and changes the budgets in force: the compacted budgets topic. The topic must exist. */
public final class BudgetPublisher implements BudgetStore {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetPublisher.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final int timeoutMs;

    public BudgetPublisher(KafkaSettings kafka) {
        this(kafka, PATIENCE);
    }

    /** @param patience how long brokers may take for reading, and again for writing */
    public BudgetPublisher(KafkaSettings kafka, Duration patience) {
        this.kafka = kafka;
        this.timeoutMs = Math.toIntExact(patience.toMillis());
    }

    /**
     * Brings the budgets of a file into force; a second time changes nothing.
     *
     * @throws InvalidBudgetsException when the file has any problem; then nothing is changed
     * @throws KafkaUnavailableException when the brokers cannot be reached or refuse; some budgets may be in force then,
     *     and applying the file again brings the others
     */
    public BudgetDiff apply(Path file) throws InvalidBudgetsException {
        return apply(BudgetFile.read(file));
    }

    /** Brings budgets into force, as {@link #apply(Path)}. */
    public BudgetDiff apply(List<Budget> budgets) {
        BudgetDiff diff = BudgetDiff.between(inForce(), budgets);
        List<ProducerRecord<String, byte[]>> records = budgets.stream()
                .filter(budget -> !diff.unchanged().contains(budget.id()))
                .map(this::record)
                .toList();
        publish(records);
        return diff;
    }

    @Override
    public BudgetChange put(Budget budget) {
        Optional<Budget> before = Optional.ofNullable(inForce().get(budget.id()));
        return before.filter(budget::equals).isPresent()
                ? new BudgetChange(before, before, Optional.empty())
                : new BudgetChange(before, Optional.of(budget), Optional.of(publish(record(budget))));
    }

    @Override
    public BudgetChange remove(String id) {
        Optional<Budget> before = Optional.ofNullable(inForce().get(id));
        return new BudgetChange(
                before,
                Optional.empty(),
                before.map(budget -> publish(new ProducerRecord<>(kafka.name(Topics.BUDGETS), id, null))));
    }

    /**
     * Has a running alerts service send a message that is marked as a test to every target of a budget.
     *
     * @return the id of the test, by which its deliveries are known; empty when no such budget is in force
     */
    public Optional<String> test(String id, Instant now) {
        Optional<Budget> budget = Optional.ofNullable(inForce().get(id));
        return budget.map(found -> {
            Alert alert = TestAlert.of(found, now);
            publish(new ProducerRecord<>(
                    kafka.name(Topics.ALERTS), id, Topics.ALERTS.codec().encode(alert)));
            return alert.alertId();
        });
    }

    /** The budgets in force by id. Records of the topic that are no budgets are logged and left out. */
    public Map<String, Budget> inForce() {
        Map<String, Object> config = kafka.clientConfig();
        config.put("enable.auto.commit", false);
        config.put("isolation.level", "read_committed");
        config.put("default.api.timeout.ms", timeoutMs);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            return readAll(consumer);
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot read budgets from " + kafka.bootstrapServers(), e);
        }
    }

    private Map<String, Budget> readAll(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(kafka.name(Topics.BUDGETS)).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, Budget> budgets = new TreeMap<>();
        long deadline = System.nanoTime() + Duration.ofMillis(timeoutMs).toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("the topic could not be read to its end within " + timeoutMs + " ms");
            }
            consumer.poll(POLL).forEach(record -> take(record, budgets));
        }
        return budgets;
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, Budget> budgets) {
        // A record that cannot be read replaces what was there before it, like everything in a compacted topic.
        budgets.remove(record.key());
        try {
            if (record.value() != null) {
                budgets.put(record.key(), Topics.BUDGETS.codec().decode(record.value()));
            }
        } catch (UndecodableException e) {
            LOG.atWarn()
                    .addKeyValue("origin", record.topic() + "-" + record.partition() + "@" + record.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("a record of the budgets topic is no budget");
        }
    }

    private ProducerRecord<String, byte[]> record(Budget budget) {
        return new ProducerRecord<>(
                kafka.name(Topics.BUDGETS), budget.id(), Topics.BUDGETS.codec().encode(budget));
    }

    private long publish(ProducerRecord<String, byte[]> record) {
        return publish(List.of(record)).get(0);
    }

    /** Returns the offset of each. */
    private List<Long> publish(List<ProducerRecord<String, byte[]>> records) {
        if (records.isEmpty()) {
            return List.of();
        }
        Map<String, Object> config = kafka.clientConfig();
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("delivery.timeout.ms", timeoutMs);
        config.put("request.timeout.ms", timeoutMs / 3);
        config.put("max.block.ms", timeoutMs);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            records.forEach(record -> sent.add(producer.send(record)));
            List<Long> offsets = new ArrayList<>();
            for (Future<RecordMetadata> each : sent) {
                offsets.add(each.get().offset());
            }
            return offsets;
        } catch (ExecutionException e) {
            throw new KafkaUnavailableException("cannot publish budgets to " + kafka.bootstrapServers(), e.getCause());
        } catch (KafkaException e) {
            throw new KafkaUnavailableException("cannot publish budgets to " + kafka.bootstrapServers(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while publishing budgets", e);
        }
    }
}
