package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.sink.SinkFailedException;
import io.bedrockmeter.ingest.sink.TransactionalSink;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.TagEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Kafka behind the contract of {@link TransactionalSink}: what is committed becomes visible all or nothing, a commit waits
 * while the brokers are away, a sink that failed is of no use any more.
 */
final class MemoryKafka {

    private final List<Object> committed = new ArrayList<>();
    private boolean away;
    private boolean refusing;
    private int commits;
    private int fences;
    private int opened;

    /** Opens a sink. */
    synchronized TransactionalSink open() {
        if (refusing) {
            throw new KafkaUnavailableException("refused", new IllegalStateException("refused"));
        }
        opened++;
        return new Sink();
    }

    /** Commits wait from now on. */
    synchronized void goAway() {
        away = true;
    }

    /** Every commit fails for good from now on, and no sink can be opened. */
    synchronized void refuse() {
        refusing = true;
    }

    /** So many commits find that another producer has taken over. */
    synchronized void fence(int commits) {
        fences = commits;
    }

    synchronized void comeBack() {
        away = false;
        refusing = false;
        notifyAll();
    }

    synchronized int commits() {
        return commits;
    }

    synchronized int opened() {
        return opened;
    }

    synchronized List<Invocation> invocations() {
        return of(Invocation.class);
    }

    synchronized List<TagEvent> tagEvents() {
        return of(TagEvent.class);
    }

    synchronized List<DeadLetter> deadLetters() {
        return of(DeadLetter.class);
    }

    private <T> List<T> of(Class<T> type) {
        return committed.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private final class Sink implements TransactionalSink {

        private final List<Object> pending = new ArrayList<>();
        private boolean closed;
        private boolean failed;

        @Override
        public void invocation(Invocation invocation) {
            pending.add(invocation);
        }

        @Override
        public void tagEvent(TagEvent event) {
            pending.add(event);
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            pending.add(deadLetter);
        }

        @Override
        public void report(SourceReport report) {
            pending.add(report);
        }

        @Override
        public void commit() {
            synchronized (MemoryKafka.this) {
                try {
                    while (away && !closed) {
                        MemoryKafka.this.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    closed = true;
                }
                if (fences > 0) {
                    fences--;
                    failed = true;
                    throw new SinkFailedException("fenced", new ProducerFencedException("fenced"));
                }
                if (closed || failed || refusing) {
                    failed = true;
                    throw new SinkFailedException(
                            "the sink is closed or refused", new IllegalStateException("refused"));
                }
                committed.addAll(pending);
                pending.clear();
                commits++;
            }
        }

        @Override
        public void close() {
            synchronized (MemoryKafka.this) {
                closed = true;
                MemoryKafka.this.notifyAll();
            }
        }
    }
}
