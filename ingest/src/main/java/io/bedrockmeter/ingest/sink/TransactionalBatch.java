package io.bedrockmeter.ingest.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of one transaction. They are sent at once and kept until the transaction is committed; when it is aborted they
 * are all sent again in a new one, for as long as it takes. For one thread, except for {@link #stop}.
 */
final class TransactionalBatch {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalBatch.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final String transactionalId;
    private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile boolean stopped;

    TransactionalBatch(Producer<String, byte[]> producer, String transactionalId) {
        this.producer = producer;
        this.transactionalId = transactionalId;
    }

    int size() {
        return records.size();
    }

    /** Sends a record as part of the transaction. */
    void add(ProducerRecord<String, byte[]> record) {
        if (records.isEmpty()) {
            begin();
        }
        records.add(record);
        send(record);
    }

    /**
     * Makes all records visible together.
     *
     * @throws SinkFailedException when that can never succeed, or {@link #stop} was called
     */
    void commit() {
        Duration pause = FIRST_PAUSE;
        while (!records.isEmpty()) {
            Exception problem = failure.get();
            if (problem == null) {
                try {
                    producer.commitTransaction();
                    records.clear();
                    return;
                } catch (TimeoutException e) {
                    // Whether it was committed is open; only asking again tells. Aborting might double the records.
                    warn("commit not answered, asking again", e);
                    pause = pause(pause, e);
                    continue;
                } catch (KafkaException e) {
                    problem = e;
                }
            }
            failUnlessCurable(problem);
            warn("transaction aborted, sending its records again", problem);
            pause = pause(pause, problem);
            sendAgain(problem);
        }
    }

    /** Ends waiting for brokers that do not answer. May be called from any thread. */
    void stop() {
        stopped = true;
    }

    private void begin() {
        failure.set(null);
        try {
            producer.beginTransaction();
        } catch (KafkaException e) {
            failUnlessCurable(e);
            failure.set(e);
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        if (failure.get() != null) {
            return;
        }
        try {
            producer.send(record, (metadata, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void sendAgain(Exception problem) {
        try {
            producer.abortTransaction();
        } catch (TimeoutException e) {
            failure.set(problem);
            return;
        } catch (KafkaException | IllegalStateException e) {
            throw failed(
                    ProducerErrors.fatal(e, transactionalId).orElse("the producer cannot go on: " + e.getMessage()), e);
        }
        begin();
        records.forEach(this::send);
    }

    private void failUnlessCurable(Exception problem) {
        Optional<String> advice = ProducerErrors.fatal(problem, transactionalId);
        if (advice.isPresent()) {
            throw failed(advice.get(), problem);
        }
    }

    private Duration pause(Duration pause, Exception problem) {
        if (stopped) {
            throw failed("stopped before the brokers answered", problem);
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted before the brokers answered", e);
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private SinkFailedException failed(String reason, Exception cause) {
        if (cause instanceof InterruptException) {
            Thread.currentThread().interrupt();
        }
        return new SinkFailedException(
                "cannot write to Kafka: " + reason + ". Nothing uncommitted is visible; the next start reads it again",
                cause);
    }

    private void warn(String message, Exception problem) {
        LOG.atWarn()
                .addKeyValue("transactionalId", transactionalId)
                .addKeyValue("records", records.size())
                .addKeyValue("error", problem.toString())
                .log(message);
    }
}
