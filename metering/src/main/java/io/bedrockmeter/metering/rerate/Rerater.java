package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.metering.InputProgress;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.rates.RateCardPublisher;
import io.bedrockmeter.metering.rates.RateCardTable;
import io.bedrockmeter.metering.rating.DiscountTable;
import io.bedrockmeter.metering.rating.RateTable;
import io.bedrockmeter.metering.request.ClosedMonths;
import io.bedrockmeter.metering.scan.TopicScan;
import io.bedrockmeter.metering.topology.StreamsSettings;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices a closed range of the past by the rate cards and discounts of now. Metering must be running: it enters what this sends. Safe to
 * repeat, also after it was cut short: what has been entered shows no difference any more, and what was sent twice is
 * entered once.
 */
public final class Rerater {

    private static final Logger LOG = LoggerFactory.getLogger(Rerater.class);

    private final String applicationId;
    private final ClosedMonths closed;
    private final KafkaSettings kafka;

    /** A rerater of the metering application that {@code config} describes. */
    public Rerater(MeteringConfig config, KafkaSettings kafka) {
        this.applicationId = StreamsSettings.applicationId(config, kafka);
        this.closed = config.closedMonths();
        this.kafka = kafka;
    }

    /**
     * What {@link #apply} would change; changes nothing.
     *
     * @param progress told now and then how many ledger lines have been looked at; each is looked at twice
     * @throws KafkaUnavailableException when Kafka cannot be read
     * @throws RangeTooLargeException when the range must be taken in parts
     */
    public RerateSummary preview(RerateRequest request, LongConsumer progress) {
        return examine(request, progress, adjustment -> {});
    }

    /**
     * Sends an adjustment for every request of the range whose price differs. It is entered when {@link #awaitEntered}
     * returns.
     *
     * @param progress told now and then how many ledger lines have been looked at; each is looked at twice
     * @throws KafkaUnavailableException when Kafka cannot be read or written, or another rerate took over
     * @throws RangeTooLargeException when the range must be taken in parts
     */
    public RerateSummary apply(RerateRequest request, LongConsumer progress) {
        try (AdjustmentWriter writer = new AdjustmentWriter(kafka)) {
            RerateSummary summary = examine(request, progress, writer::write);
            writer.flush();
            LOG.atInfo()
                    .addKeyValue("rerateId", summary.rerateId())
                    .addKeyValue("examined", summary.examined())
                    .addKeyValue("adjusted", summary.whole().requests())
                    .addKeyValue("changeUsd", summary.whole().change())
                    .log("adjustments sent");
            return summary;
        }
    }

    /**
     * Waits until metering has entered every adjustment that has been sent. To be called before a run as well: an
     * adjustment that is still under way does not show in the ledger.
     *
     * @throws TimeoutException when that takes longer than {@code timeout}
     * @throws InterruptedException when interrupted
     */
    public void awaitEntered(Duration timeout) throws TimeoutException, InterruptedException {
        try (InputProgress input = InputProgress.of(applicationId, kafka, List.of(Topics.ADJUSTMENTS))) {
            input.awaitCommitted(
                    timeout,
                    "metering has not entered all adjustments within " + timeout.toSeconds() + " s; is it running?");
        }
    }

    private RerateSummary examine(RerateRequest request, LongConsumer progress, Consumer<Adjustment> sink) {
        RateCardTable cards = new RateCardPublisher(kafka).current();
        Repricing repricing = new Repricing(
                RateTable.of(cards.prices().values()),
                DiscountTable.of(cards.discounts().values()));
        try (TopicScan scan = new TopicScan(kafka, Topics.LEDGER)) {
            return examine(new KafkaLedgerLines(scan, request.from(), progress), repricing, closed, request, sink);
        }
    }

    /** Passes the adjustment of every entry whose price differs on, and adds them up. */
    static RerateSummary examine(
            LedgerLines ledger,
            Repricing repricing,
            ClosedMonths closed,
            RerateRequest request,
            Consumer<Adjustment> sink) {
        Tally tally = new Tally(closed);
        new EntriesInForce(ledger, request).forEach(entry -> {
            tally.examined();
            repricing.adjustment(entry, request).ifPresent(adjustment -> {
                tally.add(adjustment);
                sink.accept(adjustment);
            });
        });
        return tally.summary(request);
    }
}
