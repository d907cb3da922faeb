package io.bedrockmeter.bench.loop;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Consume, decide, remember, produce, commit: one thread, one transaction at a time. Commits as often as metering does: after
 * 100 ms, or five times what the last commit took where that is longer, at the latest after a second.
 */
public final class MeteringLoop {

    /** The consumer group. */
    public static final String GROUP = "bench-loop";

    private static final long SHORTEST_COMMIT_MS = 100;
    private static final long LONGEST_COMMIT_MS = 1_000;
    private static final long COST_FACTOR = 5;
    private static final Duration POLL = Duration.ofMillis(50);

    private final String invocations;
    private final String ledger;
    private final String changelog;
    private final String[] usage = new String[Granularity.values().length];
    private final String[] spend = new String[Granularity.values().length];
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Requests requests = new Requests();
    private final Cells cells;
    private final Totals totals;
    private final LedgerLine line = new LedgerLine();
    private final Cursor cursor = new Cursor();
    private final AtomicLong committed = new AtomicLong();
    private final Thread thread = new Thread(this::runGuarded, "metering-loop");
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;
    private int cellsLogged;

    public MeteringLoop(KafkaSettings kafka, String changelog, Map<String, RateSchedule> schedules) {
        this.invocations = kafka.name(Topics.INVOCATIONS);
        this.ledger = kafka.name(Topics.LEDGER);
        this.changelog = changelog;
        for (Granularity granularity : Granularity.values()) {
            usage[granularity.ordinal()] = kafka.name(Topics.usage(granularity));
            spend[granularity.ordinal()] = kafka.name(Topics.spendByTag(granularity));
        }
        this.cells = new Cells(schedules);
        this.totals = new Totals(cells);
        Map<String, Object> reading = kafka.clientConfig();
        reading.put("group.id", GROUP);
        reading.put("isolation.level", "read_committed");
        reading.put("enable.auto.commit", false);
        reading.put("auto.offset.reset", "earliest");
        reading.put("max.poll.records", 4_000);
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = kafka.clientConfig();
        writing.put("transactional.id", GROUP);
        writing.put("linger.ms", 20);
        writing.put("batch.size", 256 << 10);
        writing.put("buffer.memory", 64L << 20);
        writing.put("compression.type", "lz4");
        this.producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
        consumer.subscribe(List.of(invocations, kafka.name(Topics.TAG_EVENTS)));
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Records whose effect is committed.
     *
     * @throws IllegalStateException when the loop ended by itself
     */
    public long committed() {
        if (failure != null) {
            throw new IllegalStateException("the loop ended", failure);
        }
        return committed.get();
    }

    private void runGuarded() {
        try {
            run();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void run() {
        producer.initTransactions();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        long taken = 0;
        long lastCommitMs = System.currentTimeMillis();
        long intervalMs = SHORTEST_COMMIT_MS;
        boolean open = false;
        while (!stopped) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty() && !open) {
                producer.beginTransaction();
                open = true;
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
            }
            taken += records.count();
            offsets.putAll(records.nextOffsets());
            long nowMs = System.currentTimeMillis();
            if (open && nowMs - lastCommitMs >= intervalMs) {
                long costMs = commit(offsets, nowMs);
                intervalMs = Math.min(LONGEST_COMMIT_MS, Math.max(SHORTEST_COMMIT_MS, COST_FACTOR * costMs));
                lastCommitMs = nowMs;
                offsets.clear();
                open = false;
                committed.set(taken);
            }
        }
        consumer.close();
        producer.close(Duration.ZERO);
    }

    /** Commits and tells what working out the totals cost, in milliseconds. */
    private long commit(Map<TopicPartition, OffsetAndMetadata> offsets, long nowMs) {
        long began = System.nanoTime();
        totals.publish(nowMs, new Totals.Outlet() {
            @Override
            public void usage(Granularity granularity, String key, byte[] value) {
                send(usage[granularity.ordinal()], key.getBytes(StandardCharsets.UTF_8), value);
            }

            @Override
            public void spend(Granularity granularity, String key, byte[] value) {
                send(spend[granularity.ordinal()], key.getBytes(StandardCharsets.UTF_8), value);
            }
        });
        long costMs = (System.nanoTime() - began) / 1_000_000;
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
        return costMs;
    }

    private void send(String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        cursor.at(record.value(), RecordCodec.HEADER_BYTES);
        cursor.skipText();
        if (record.topic().equals(invocations)) {
            invocation(record.key(), record.value());
        } else {
            tagEvent(record.key(), record.value());
        }
    }

    private void invocation(byte[] requestId, byte[] value) {
        long timeMs = cursor.number();
        int factsFrom = cursor.position();
        for (int field = 0; field < 5; field++) {
            cursor.skipText();
        }
        int factsTo = cursor.position();
        cursor.skipText();
        int length = (int) cursor.number();
        int principalFrom = cursor.position();
        int principalTo = principalFrom + length;
        cursor.at(value, principalTo);
        int input = (int) cursor.number();
        int output = (int) cursor.number();
        int cacheRead = (int) cursor.number();
        int at = requests.find(requestId);
        boolean known = requests.caller[at] != Requests.NONE;
        if (known && tokens(at) >= input + output + cacheRead) {
            return;
        }
        if (known) {
            requests.revision[at]++;
            enter(requestId, -1, EntryReason.BETTER_RECORD, at);
        } else {
            requests.revision[at] = 1;
        }
        requests.caller[at] = cells.caller(value, factsFrom, factsTo, principalFrom, principalTo);
        requests.timeMs[at] = timeMs;
        requests.input[at] = input;
        requests.output[at] = output;
        requests.cacheRead[at] = cacheRead;
        enter(requestId, 1, known ? EntryReason.BETTER_RECORD : EntryReason.FIRST, at);
        remember(requestId, at);
    }

    private int tokens(int at) {
        return requests.input[at] + requests.output[at] + requests.cacheRead[at];
    }

    private void tagEvent(byte[] requestId, byte[] value) {
        int tagsFrom = cursor.position();
        cursor.skipTextMap();
        int tags = cells.tags(value, tagsFrom, cursor.position());
        cursor.skipText();
        cursor.skipText();
        cursor.skipText();
        cursor.number();
        cursor.skipByte();
        cursor.skipText();
        cursor.skipText();
        long timeMs = cursor.number();
        int at = requests.find(requestId);
        if (requests.tags[at] == tags || requests.tags[at] != Requests.NONE && requests.tagTimeMs[at] > timeMs) {
            return;
        }
        boolean entered = requests.caller[at] != Requests.NONE;
        if (entered) {
            requests.revision[at]++;
            enter(requestId, -1, EntryReason.TAG_EVENT, at);
        }
        requests.tags[at] = tags;
        requests.tagTimeMs[at] = timeMs;
        if (entered) {
            enter(requestId, 1, EntryReason.TAG_EVENT, at);
        }
        remember(requestId, at);
    }

    private void enter(byte[] requestId, int sign, EntryReason reason, int at) {
        int cell = cells.cell(requests.caller[at], requests.tags[at]);
        Cells.Rates rates = cells.caller(requests.caller[at]).rates();
        long picos = requests.input[at] * rates.input()
                + requests.output[at] * rates.output()
                + requests.cacheRead[at] * rates.cacheRead();
        totals.add(
                sign,
                cell,
                requests.tags[at] != Requests.NONE,
                requests.timeMs[at],
                requests.input[at],
                requests.output[at],
                requests.cacheRead[at],
                picos);
        send(ledger, cells.cell(cell).key(), line.write(requestId, sign, reason, requests, at, cells, cell));
    }

    private void remember(byte[] requestId, int at) {
        send(changelog, requestId, requests.state(at));
        for (; cellsLogged < cells.count(); cellsLogged++) {
            send(
                    changelog,
                    cells.cell(cellsLogged).key(),
                    cells.cell(cellsLogged).encoded());
        }
    }

    /** Ends after the records it has at hand. */
    public void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }
}
