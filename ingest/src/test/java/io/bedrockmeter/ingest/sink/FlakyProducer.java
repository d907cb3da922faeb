package io.bedrockmeter.ingest.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's in-memory producer, with commits and sends that fail for a while. */
final class FlakyProducer extends MockProducer<String, byte[]> {

    /** What the next commits fail with. */
    final Deque<RuntimeException> commitFailures = new ArrayDeque<>();

    /** What the next sends fail with, through their callbacks. */
    final Deque<RuntimeException> sendFailures = new ArrayDeque<>();

    int aborts;

    FlakyProducer() {
        super(true, null, new StringSerializer(), new ByteArraySerializer());
        initTransactions();
    }

    @Override
    public void commitTransaction() {
        if (!commitFailures.isEmpty()) {
            throw commitFailures.remove();
        }
        super.commitTransaction();
    }

    @Override
    public void abortTransaction() {
        aborts++;
        if (abortTransactionException != null) {
            throw abortTransactionException;
        }
        super.abortTransaction();
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
        if (!sendFailures.isEmpty()) {
            RuntimeException failure = sendFailures.remove();
            callback.onCompletion(null, failure);
            return CompletableFuture.failedFuture(failure);
        }
        return super.send(record, callback);
    }
}
