package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.request.Assessor;
import io.bedrockmeter.metering.request.CellCap;
import io.bedrockmeter.metering.request.RequestLedger;
import io.bedrockmeter.metering.request.RequestLedger.Outcome;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.metering.totals.Cell;
import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.metering.totals.Cells;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The rate stage: invocations and tag events of a request meet here. Never throws on a bad record: what cannot be read or
 * believed becomes a dead letter.
 */
final class RateProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    private static final long MARK_INTERVAL_MS = 1_000;
    /** Requests held on the heap before a commit is asked for. */
    private static final int MAX_UNWRITTEN_REQUESTS = 20_000;

    private static final Duration TICK_INTERVAL = Duration.ofMillis(50);
    private static final Duration SWEEP_STEP_INTERVAL = Duration.ofMillis(100);

    private final String invocationsTopic;
    private final MeteringConfig config;
    private final Windows windows;
    private final ReferenceTables references;
    private final MeteringCounters counters;
    private final Progress progress;
    private final CommitPacer pacer;
    private final RecordCheck check = new RecordCheck();
    private final AvroWriter writer = new AvroWriter();
    private final PendingDeltas pending = new PendingDeltas();
    private final Cells cells = new Cells();

    private RequestLedger ledger;
    private ProcessorContext<byte[], byte[]> context;
    private WriteBack requests;
    private RequestSweep sweep;
    private long markedEpoch;
    private long markedAtMs;
    private long newestEventMs = Long.MIN_VALUE;

    @SuppressWarnings("NullAway.Init") // set by init before anything else is called
    RateProcessor(
            String invocationsTopic,
            MeteringConfig config,
            Windows windows,
            ReferenceTables references,
            MeteringCounters counters,
            Progress progress,
            CommitPacer pacer) {
        this.invocationsTopic = invocationsTopic;
        this.config = config;
        this.windows = windows;
        this.references = references;
        this.counters = counters;
        this.progress = progress;
        this.pacer = pacer;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> requestStore = newContext.getStateStore(StateStores.REQUESTS);
        requests = new WriteBack(requestStore);
        CellCap cellCap = new CellCap(config.maxCells());
        ledger = new RequestLedger(new Assessor(config.attributor(), config.principals(), references, cellCap));
        sweep = new RequestSweep(
                requestStore,
                newContext.getStateStore(StateStores.APPLIED),
                references,
                config.requestHorizon(),
                counters,
                requests::flush,
                this::reassess);
        CommitHook commit = newContext.getStateStore(StateStores.RATE_COMMIT);
        commit.bind(newContext, () -> pacer.measured(newContext.currentSystemTimeMs(), this::write));
        newContext.schedule(TICK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
        newContext.schedule(SWEEP_STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, sweep::step);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has metadata"));
        boolean isInvocation = origin.topic().equals(invocationsTopic);
        (isInvocation ? counters.invocations : counters.tagEvents).increment();
        if (record.key() == null || record.value() == null) {
            refuse(origin, record, RejectionCode.UNDECODABLE, record.key() == null ? "key" : "value", "is absent");
        } else if (isInvocation) {
            onInvocation(origin, record);
        } else {
            onTagEvent(origin, record);
        }
    }

    private void onInvocation(RecordMetadata origin, Record<byte[], byte[]> record) {
        Invocation invocation;
        try {
            invocation = Topics.INVOCATIONS.codec().decode(record.value());
        } catch (UndecodableException e) {
            refuse(origin, record, RejectionCode.UNDECODABLE, "", e.reason());
            return;
        }
        Optional<RecordCheck.Problem> problem =
                check.problem(record.key(), invocation, Instant.ofEpochMilli(context.currentSystemTimeMs()));
        if (problem.isPresent()) {
            refuse(
                    origin,
                    record,
                    problem.get().code(),
                    problem.get().field(),
                    problem.get().reason());
            return;
        }
        Bytes key = Bytes.wrap(record.key());
        apply(key, ledger.onInvocation(state(key), invocation, record.value(), context.currentSystemTimeMs()));
    }

    private void onTagEvent(RecordMetadata origin, Record<byte[], byte[]> record) {
        TagEvent event;
        try {
            event = Topics.TAG_EVENTS.codec().decode(record.value());
        } catch (UndecodableException e) {
            refuse(origin, record, RejectionCode.UNDECODABLE, "", e.reason());
            return;
        }
        Optional<RecordCheck.Problem> problem = check.problem(record.key(), event);
        if (problem.isPresent()) {
            refuse(
                    origin,
                    record,
                    problem.get().code(),
                    problem.get().field(),
                    problem.get().reason());
            return;
        }
        Bytes key = Bytes.wrap(record.key());
        apply(key, ledger.onTagEvent(state(key), event, context.currentSystemTimeMs()));
    }

    private void reassess(Bytes key, RequestState state) {
        Outcome outcome = ledger.onReferenceChange(state);
        if (outcome instanceof Outcome.Corrected || outcome instanceof Outcome.Remembered) {
            apply(key, outcome);
        }
    }

    private RequestState state(Bytes key) {
        byte[] stored = requests.get(key);
        if (stored == null) {
            return RequestState.EMPTY;
        }
        try {
            return RequestState.fromBytes(stored);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the request store holds what this version cannot read", e);
        }
    }

    private void apply(Bytes key, Outcome outcome) {
        if (outcome instanceof Outcome.Duplicate) {
            counters.duplicates.increment();
            return;
        }
        requests.put(key, outcome.state().toBytes(writer));
        if (requests.size() > MAX_UNWRITTEN_REQUESTS) {
            context.commit();
        }
        if (outcome instanceof Outcome.Entered entered) {
            enter(entered.entry(), outcome.state().entryBytes());
        } else if (outcome instanceof Outcome.Corrected corrected) {
            counters.corrections.increment();
            enter(corrected.reversal(), Topics.LEDGER.codec().encode(corrected.reversal()));
            enter(corrected.entry(), outcome.state().entryBytes());
        }
    }

    private void enter(LedgerEntry entry, byte[] encoded) {
        count(entry);
        Cell cell = cells.of(entry.dimensions());
        long timeMs = entry.timestamp().toEpochMilli();
        newestEventMs = Math.max(newestEventMs, timeMs);
        long minuteMs = windows.start(Granularity.MINUTE, timeMs);
        pending.add(entry, cell, minuteMs);
        forward(StateStores.LEDGER_SINK, CellId.text(cell.id()).getBytes(StandardCharsets.US_ASCII), encoded);
    }

    private void count(LedgerEntry entry) {
        if (entry.sign() < 0) {
            return;
        }
        if (entry.tags().stream().anyMatch(AttributedTag::conflict)) {
            counters.tagConflicts.increment();
        }
        if (entry.dimensions().principal().equals(Dimensions.OTHER)) {
            counters.cappedCells.increment();
        }
    }

    /** Asks for a commit when there is something to commit and it is time, and says once a second how far it is. */
    private void tick(long nowMs) {
        long epoch = progress.requested();
        if (epoch > markedEpoch || nowMs - markedAtMs >= MARK_INTERVAL_MS) {
            markedEpoch = epoch;
            markedAtMs = nowMs;
            send();
            byte[] marker = Deltas.marker(context.taskId().partition(), new Progress.Mark(epoch, nowMs, newestEventMs));
            forward(StateStores.CELL_DELTAS, Deltas.markerKey(), marker);
            forward(StateStores.TAG_DELTAS, Deltas.markerKey(), marker);
        }
        if ((!requests.isEmpty() || !pending.isEmpty()) && pacer.due(nowMs)) {
            context.commit();
        }
    }

    /** Everything that is on the heap, written and sent. */
    private void write() {
        requests.flush();
        send();
    }

    private void send() {
        pending.flush(new PendingDeltas.Sink() {
            @Override
            public void cell(byte[] cellId, byte[] delta) {
                forward(StateStores.CELL_DELTAS, cellId, delta);
            }

            @Override
            public void tag(byte[] tagKeyValue, byte[] delta) {
                forward(StateStores.TAG_DELTAS, tagKeyValue, delta);
            }
        });
    }

    private void refuse(
            RecordMetadata origin, Record<byte[], byte[]> record, RejectionCode code, String field, String reason) {
        counters.deadLetters.increment();
        String where = origin.topic() + "-" + origin.partition() + "@" + origin.offset();
        DeadLetter letter = new DeadLetter(
                code,
                reason,
                where,
                field,
                record.value() == null ? 0 : record.value().length,
                "",
                Instant.ofEpochMilli(context.currentSystemTimeMs()));
        forward(
                StateStores.DEAD_LETTER_SINK,
                where.getBytes(StandardCharsets.UTF_8),
                Topics.DEAD_LETTERS.codec().encode(letter));
    }

    private void forward(String child, byte[] key, byte[] value) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), child);
    }
}
