package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringCounters;
import io.bedrockmeter.metering.request.Assessor;
import io.bedrockmeter.metering.request.CellCap;
import io.bedrockmeter.metering.request.RequestLedger;
import io.bedrockmeter.metering.request.RequestLedger.Outcome;
import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.metering.totals.Windows;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.codec.InvocationView;
import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rate stage: invocations, tag events and adjustments of a request meet here. Never throws on a bad record: what cannot be read or
 * believed becomes a dead letter.
 */
final class RateProcessor implements Processor<byte[], byte[], byte[], byte[]>, RequestSweep.Findings {

    /** Names of the topics that this stage reads. */
    record Inputs(String invocations, String tagEvents, String adjustments) {

        List<String> topics() {
            return List.of(invocations, tagEvents, adjustments);
        }
    }

    private static final long MARK_INTERVAL_MS = 1_000;
    /** Requests held on the heap before a commit is asked for. */
    private static final int MAX_UNWRITTEN_REQUESTS = 20_000;

    /** How much longer a revision is remembered than an adjustment of it is accepted. */
    private static final Duration REVISION_MARGIN = Duration.ofHours(1);

    private static final Duration TICK_INTERVAL = Duration.ofMillis(50);
    private static final Duration SWEEP_STEP_INTERVAL = Duration.ofMillis(100);

    private final Inputs inputs;
    private final MeteringConfig config;
    private final ReferenceTables references;
    private final MeteringCounters counters;
    private final Progress progress;
    private final CommitPacer pacer;
    private final RecordCheck check = new RecordCheck();
    private final AvroWriter writer = new AvroWriter();
    private final EntryFlow flow;

    private RequestLedger ledger;
    private ProcessorContext<byte[], byte[]> context;
    private WriteBack requests;
    private RevisionMemory revisions;
    private RequestSweep sweep;
    private long markedEpoch;
    private long markedAtMs;

    @SuppressWarnings("NullAway.Init") // set by init before anything else is called
    RateProcessor(
            Inputs inputs,
            MeteringConfig config,
            Windows windows,
            ReferenceTables references,
            MeteringCounters counters,
            Progress progress,
            CommitPacer pacer) {
        this.inputs = inputs;
        this.config = config;
        this.references = references;
        this.counters = counters;
        this.progress = progress;
        this.pacer = pacer;
        this.flow = new EntryFlow(windows, counters, this::forward);
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> requestStore = newContext.getStateStore(StateStores.REQUESTS);
        requests = new WriteBack(requestStore);
        CellCap cellCap = new CellCap(config.maxCells());
        ledger = new RequestLedger(
                new Assessor(config.attributor(), config.principals(), references, cellCap), config.closedMonths());
        revisions = new RevisionMemory(
                newContext.getStateStore(StateStores.REVISIONS),
                config.requestHorizon().plus(RecordCheck.MAX_AHEAD).plus(REVISION_MARGIN));
        sweep = new RequestSweep(
                requestStore,
                newContext.getStateStore(StateStores.APPLIED),
                references,
                config.requestHorizon(),
                counters,
                requests::flush,
                this);
        CommitHook commit = newContext.getStateStore(StateStores.RATE_COMMIT);
        commit.bind(newContext, () -> pacer.measured(newContext.currentSystemTimeMs(), this::write));
        newContext.schedule(TICK_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::tick);
        newContext.schedule(SWEEP_STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, sweep::step);
        newContext.schedule(SWEEP_STEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, revisions::step);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record from a topic has metadata"));
        Optional<RecordCheck.Problem> problem = take(origin.topic(), record.key(), record.value());
        if (problem.isPresent()) {
            counters.deadLetters.increment();
            byte[] refused = record.value() == null ? new byte[0] : record.value();
            context.forward(
                    DeadLetters.letter(origin, refused, problem.get(), context.currentSystemTimeMs()),
                    StateStores.DEAD_LETTER_SINK);
        }
    }

    /** Takes a record in, or says why not. */
    private Optional<RecordCheck.Problem> take(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        LongAdder counter = topic.equals(inputs.invocations)
                ? counters.invocations
                : topic.equals(inputs.tagEvents) ? counters.tagEvents : counters.adjustments;
        counter.increment();
        if (key == null || value == null) {
            return Optional.of(
                    new RecordCheck.Problem(RejectionCode.UNDECODABLE, key == null ? "key" : "value", "is absent"));
        }
        long nowMs = context.currentSystemTimeMs();
        try {
            if (topic.equals(inputs.invocations)) {
                return onInvocation(key, value, nowMs);
            }
            return topic.equals(inputs.tagEvents) ? onTagEvent(key, value, nowMs) : onAdjustment(key, value, nowMs);
        } catch (UndecodableException e) {
            return Optional.of(new RecordCheck.Problem(RejectionCode.UNDECODABLE, "", e.reason()));
        }
    }

    private Optional<RecordCheck.Problem> onInvocation(byte[] requestId, byte[] value, long nowMs) {
        InvocationView invocation = InvocationView.of(value);
        Optional<RecordCheck.Problem> problem = check.problem(requestId, invocation, nowMs);
        if (problem.isEmpty()) {
            Bytes key = Bytes.wrap(requestId);
            apply(key, ledger.onInvocation(state(key), invocation, nowMs));
        }
        return problem;
    }

    private Optional<RecordCheck.Problem> onTagEvent(byte[] requestId, byte[] value, long nowMs) {
        TagEvent event = Topics.TAG_EVENTS.codec().decode(value);
        Optional<RecordCheck.Problem> problem = check.problem(requestId, event);
        if (problem.isEmpty()) {
            Bytes key = Bytes.wrap(requestId);
            apply(key, ledger.onTagEvent(state(key), event, nowMs));
        }
        return problem;
    }

    private Optional<RecordCheck.Problem> onAdjustment(byte[] requestId, byte[] value, long nowMs) {
        Adjustment adjustment = Topics.ADJUSTMENTS.codec().decode(value);
        Optional<RecordCheck.Problem> problem =
                check.problem(requestId, adjustment, Instant.ofEpochMilli(nowMs), config.requestHorizon());
        if (problem.isEmpty()) {
            Bytes key = Bytes.wrap(requestId);
            Outcome outcome = ledger.onAdjustment(state(key), adjustment, revisions.revision(key), nowMs);
            if (outcome instanceof Outcome.Duplicate) {
                counters.staleAdjustments.increment();
            } else {
                apply(key, outcome);
            }
        }
        return problem;
    }

    @Override
    public void outdated(Bytes key, RequestState state) {
        Outcome outcome = ledger.onReferenceChange(state, context.currentSystemTimeMs());
        if (outcome instanceof Outcome.Corrected || outcome instanceof Outcome.Remembered) {
            apply(key, outcome);
        }
    }

    /** A correction by new records prolongs the memory of a request, and no adjustment of before it can come any more. */
    @Override
    public void expired(Bytes key, RequestState state) {
        state.entry()
                .filter(entry -> entry.reason() == EntryReason.REFERENCE_DATA || entry.reason() == EntryReason.RERATED)
                .ifPresent(entry -> revisions.remember(key, entry.revision(), context.currentSystemTimeMs()));
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
        if (outcome instanceof Outcome.Adjusted adjusted) {
            revisions.remember(key, adjusted.entry().revision(), context.currentSystemTimeMs());
            takeBack(adjusted.reversal());
            flow.enter(adjusted.entry(), Topics.LEDGER.codec().encode(adjusted.entry()));
            return;
        }
        requests.put(key, outcome.state().toBytes(writer));
        if (requests.size() > MAX_UNWRITTEN_REQUESTS) {
            context.commit();
        }
        if (outcome instanceof Outcome.Entered entered) {
            flow.enter(entered.entry(), entered.cell(), outcome.state().entryBytes());
        } else if (outcome instanceof Outcome.Corrected corrected) {
            takeBack(corrected.reversal());
            flow.enter(corrected.entry(), corrected.cell(), outcome.state().entryBytes());
        }
    }

    private void takeBack(LedgerEntry reversal) {
        counters.corrections.increment();
        flow.enter(reversal, Topics.LEDGER.codec().encode(reversal));
    }

    /** Asks for a commit when there is something to commit and it is time, and says once a second how far it is. */
    private void tick(long nowMs) {
        long epoch = progress.requested();
        if (epoch > markedEpoch || nowMs - markedAtMs >= MARK_INTERVAL_MS) {
            markedEpoch = epoch;
            markedAtMs = nowMs;
            flow.mark(context.taskId().partition(), epoch, nowMs);
        }
        if ((!requests.isEmpty() || !flow.isEmpty()) && pacer.due(nowMs)) {
            context.commit();
        }
    }

    /** Everything that is on the heap, written and sent. */
    private void write() {
        requests.flush();
        flow.send();
    }

    private void forward(String child, byte[] key, byte[] value) {
        context.forward(new Record<>(key, value, context.currentSystemTimeMs()), child);
    }
}
