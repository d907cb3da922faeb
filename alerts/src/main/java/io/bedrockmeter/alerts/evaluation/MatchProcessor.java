package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.text.Quote;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First stage, one task per usage partition: finds which budgets a changed minute belongs to and keeps their totals for
 * this partition. What changed is sent on as whole totals, together, every emit interval.
 */
final class MatchProcessor implements Processor<byte[], byte[], byte[], Routed> {

    private static final Logger LOG = LoggerFactory.getLogger(MatchProcessor.class);
    private static final RecordCodec<UsageTotal> USAGE =
            Topics.usage(Granularity.MINUTE).codec();
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private final EvaluationSettings settings;
    private final AtomicLong budgetsVersion;
    private final Set<BudgetBook.Refusal> refusedBudgets = new HashSet<>();
    private boolean loaded;
    private long tooOld;
    private ProcessorContext<byte[], Routed> context;
    private Refusals refusals;
    private BudgetBook book;
    private UsageMemory memory;
    private Partials partials;
    private Seeding seeding;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    MatchProcessor(EvaluationSettings settings, AtomicLong budgetsVersion) {
        this.settings = settings;
        this.budgetsVersion = budgetsVersion;
    }

    @Override
    public void init(ProcessorContext<byte[], Routed> context) {
        this.context = context;
        refusals = new Refusals(context);
        book = new BudgetBook(context.getStateStore(AlertsTopology.BUDGETS), budgetsVersion, settings.watched());
        memory = new UsageMemory(
                context.getStateStore(AlertsTopology.MINUTES), context.getStateStore(AlertsTopology.CELLS));
        partials = new Partials(
                context.getStateStore(AlertsTopology.PARTIALS), context.getStateStore(AlertsTopology.PENDING));
        seeding = new Seeding(context.getStateStore(AlertsTopology.SEEDED), memory, partials);
        context.schedule(settings.emitInterval(), PunctuationType.WALL_CLOCK_TIME, now -> emit());
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> sweep());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        refresh();
        if (record.value() == null) {
            // The usage topics are compacted with deletion: a tombstone says that the window is past its retention.
            return;
        }
        try {
            UsageTotal usage = USAGE.decode(record.value());
            String cellId = cellId(record.key());
            if (usage.granularity() != Granularity.MINUTE) {
                throw new UndecodableException("granularity: got " + usage.granularity() + ", expected MINUTE");
            }
            count(usage, cellId, record.value());
        } catch (UndecodableException e) {
            refusals.refuse(record, RejectionCode.UNDECODABLE, String.valueOf(e.getMessage()));
        }
    }

    private void count(UsageTotal usage, String cellId, byte[] record) {
        if (usage.windowStart().isBefore(floor())) {
            tooOld++;
            return;
        }
        Bytes minute = MinuteKey.of(usage.windowStart(), cellId);
        memory.remember(minute, usage, record).ifPresent(change -> {
            for (Cover cover : book.covering(cellId, usage::dimensions)) {
                if (seeding.counts(cover.counted(), minute)) {
                    count(cover, usage.windowStart(), change);
                }
            }
        });
    }

    private void count(Cover cover, Instant time, Spend change) {
        boolean sent = seeding.isCounted(cover.counted());
        for (Slot slot : cover.slotsAt(time, now())) {
            Bytes key = new SlotKey(cover.counted().scope(), slot).toBytes();
            partials.add(key, change);
            if (sent) {
                partials.mark(key);
            }
        }
    }

    private void emit() {
        refresh();
        seeding.step(book, settings.seedBatch(), now());
        sendChanged();
    }

    private void sendChanged() {
        int source = context.taskId().partition();
        partials.drain((key, spend) -> {
            ScopeKey scope = key.scope();
            send(scope, new Contribution.Partial(scope.fingerprint(), source, key.slot(), spend));
        });
        for (ScopeKey scope : seeding.counted()) {
            send(scope, new Contribution.Seeded(scope.fingerprint(), source, floor()));
            seeding.told(scope);
        }
    }

    /**
     * Follows changes of the budgets table. Where there is no past to count, that is told before the next record is
     * counted: what comes from then on is a change, not a past.
     */
    private void refresh() {
        if (!loaded) {
            seeding.load();
            loaded = true;
        }
        if (book.refresh()) {
            reportRefusedBudgets();
            seeding.forgetAllBut(book);
            seeding.step(book, settings.seedBatch(), now());
            sendChanged();
        }
    }

    /** Every task sees the whole table: the first one speaks for all. */
    private void reportRefusedBudgets() {
        if (context.taskId().partition() != 0) {
            return;
        }
        for (BudgetBook.Refusal refusal : book.refusals()) {
            if (refusedBudgets.add(refusal)) {
                String origin = settings.budgetsTopic() + " key " + Quote.of(refusal.key());
                refusals.refuse(origin, RejectionCode.UNDECODABLE, refusal.reason(), refusal.sizeBytes());
            }
        }
    }

    private void sweep() {
        memory.sweep(floor());
        partials.sweep(book, floor(), now());
        if (tooOld > 0) {
            LOG.atWarn()
                    .addKeyValue("task", context.taskId())
                    .addKeyValue("records", tooOld)
                    .addKeyValue("horizon", settings.horizon())
                    .log("usage of minutes beyond the horizon is not counted for budgets");
            tooOld = 0;
        }
    }

    /** The oldest minute that counts. */
    private Instant floor() {
        return now().minus(settings.horizon()).truncatedTo(ChronoUnit.MINUTES);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void send(ScopeKey scope, Contribution contribution) {
        byte[] key = scope.budgetId().getBytes(StandardCharsets.UTF_8);
        Routed routed = Routed.to(Routed.Route.CONTRIBUTION, contribution.toBytes());
        context.forward(new Record<>(key, routed, context.currentSystemTimeMs()));
    }

    /** The part behind the bar of {@code window start|cell id}. */
    private static String cellId(byte[] key) {
        String text = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        int bar = text.indexOf('|');
        if (bar < 0 || bar + 1 == text.length()) {
            throw new UndecodableException("key: expected window start|cell id");
        }
        return text.substring(bar + 1);
    }
}
