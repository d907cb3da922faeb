package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.metering.scan.TopicScan;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The ledger topic. */
final class KafkaLedgerLines implements LedgerLines {

    /** Calls dated up to two hours ahead are entered; the rest is for clocks that disagree. */
    private static final Duration ENTERED_AHEAD = Duration.ofDays(1);

    private static final int PROGRESS_EVERY = 10_000;

    private final TopicScan scan;
    private final Instant since;
    private final LongConsumer progress;
    private long looked;

    /**
     * Lines of calls from a time on.
     *
     * @param progress told now and then how many lines have been looked at
     */
    KafkaLedgerLines(TopicScan scan, Instant from, LongConsumer progress) {
        this.scan = scan;
        this.since = from.minus(ENTERED_AHEAD);
        this.progress = progress;
    }

    @Override
    public int partitions() {
        return scan.partitions();
    }

    @Override
    public void read(int partition, Consumer<LedgerEntry> line) {
        scan.read(partition, Optional.of(since), found -> {
            if (++looked % PROGRESS_EVERY == 0) {
                progress.accept(looked);
            }
            if (found.value() != null) {
                line.accept(decode(found));
            }
        });
    }

    /** The ledger is the record of truth: to price it without one of its lines would be a guess. */
    private static LedgerEntry decode(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Topics.LEDGER.codec().decode(found.value());
        } catch (UndecodableException e) {
            throw new KafkaUnavailableException(
                    "the ledger holds what this version cannot read, at " + found.topic() + "-" + found.partition()
                            + "@" + found.offset(),
                    e);
        }
    }
}
