package io.bedrockmeter.ingest.source;

import io.bedrockmeter.ingest.events.CloudEventParser;
import io.bedrockmeter.ingest.events.EventResult;
import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.log.OffloadedBodies;
import io.bedrockmeter.ingest.log.ParseResult;
import io.bedrockmeter.ingest.refusal.Excerpt;
import io.bedrockmeter.ingest.refusal.LogRefusals;
import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns documents into invocations, tag events and dead letters, and counts them. Every way in ends here, whatever carried
 * the bytes. Thread-safe when the sink is.
 */
public final class RecordIntake {

    private final Clock clock;
    private final InvocationLogParser logs;
    private final CloudEventParser events;
    private final LogEnvelopes envelopes;
    private final UsageSink sink;
    private final IngestCounters counters;
    private final LogRefusals refusals;

    public RecordIntake(Clock clock, int maxRecordBytes, UsageSink sink, IngestCounters counters) {
        this(clock, maxRecordBytes, OffloadedBodies.NONE, sink, counters);
    }

    /** @param bodies where the time to live of cache writes is looked up when a record does not tell it */
    public RecordIntake(
            Clock clock, int maxRecordBytes, OffloadedBodies bodies, UsageSink sink, IngestCounters counters) {
        this.clock = clock;
        this.logs = new InvocationLogParser(clock, maxRecordBytes, bodies);
        this.events = new CloudEventParser(clock);
        this.envelopes = new LogEnvelopes(maxRecordBytes);
        this.sink = sink;
        this.counters = counters;
        this.refusals = new LogRefusals(clock);
    }

    private RecordIntake(RecordIntake other, UsageSink sink) {
        this.clock = other.clock;
        this.logs = other.logs;
        this.events = other.events;
        this.envelopes = other.envelopes;
        this.counters = other.counters;
        this.refusals = other.refusals;
        this.sink = sink;
    }

    /** The same intake into another sink, for callers that gather what belongs together before it is written. */
    public RecordIntake into(UsageSink other) {
        return new RecordIntake(this, other);
    }

    /**
     * Takes one document of a log: a record, or what CloudWatch Logs wraps around records.
     *
     * @param source where it was read, as invocations name it
     * @param origin its place there, as refusals name it; only its text is used, and only when something is refused
     * @return what was refused, empty when all went well
     */
    public List<Refusal> log(byte[] buffer, int offset, int length, String source, Object origin) {
        ParseResult result = logs.parse(buffer, offset, length, source);
        if (result instanceof ParseResult.Parsed parsed) {
            accept(parsed);
            return List.of();
        }
        Rejection rejection = ((ParseResult.Refused) result).rejection();
        if (rejection.code() == RejectionCode.NOT_AN_INVOCATION_RECORD) {
            LogEnvelopes.Content content = envelopes.open(buffer, offset, length);
            if (content instanceof LogEnvelopes.Content.HealthCheck) {
                return List.of();
            }
            if (content instanceof LogEnvelopes.Content.Messages inside) {
                return messages(inside, source, origin);
            }
        }
        String envelope = Excerpt.of(buffer, offset, length);
        return List.of(refuse(new Refusal(rejection, origin.toString(), length, envelope)));
    }

    /**
     * Takes one CloudEvent or batch.
     *
     * @param authenticated whether its sender was
     */
    public List<Refusal> event(
            byte[] buffer, int offset, int length, boolean authenticated, String source, Object origin) {
        List<EventResult> results = events.parse(buffer, offset, length, authenticated, source);
        List<Refusal> refused = new ArrayList<>(0);
        for (int i = 0; i < results.size(); i++) {
            EventResult result = results.get(i);
            if (result instanceof EventResult.Tags tags) {
                counters.countTagEvent();
                sink.tagEvent(tags.event());
            } else if (result instanceof EventResult.Usage usage) {
                counters.countAccepted(usage.invocation().timestamp(), false);
                sink.invocation(usage.invocation());
                sink.tagEvent(usage.event());
            } else if (result instanceof EventResult.Refused refusal) {
                String at = results.size() == 1 ? origin.toString() : origin + "[" + i + "]";
                refused.add(refuse(
                        results.size() == 1
                                ? new Refusal(refusal.rejection(), at, length, Excerpt.of(buffer, offset, length))
                                : new Refusal(refusal.rejection(), at, 0)));
            }
        }
        return refused;
    }

    /** Takes what could not even be cut into documents. */
    public Refusal refuse(Refusal refusal) {
        counters.countRefused(refusal.rejection().code());
        refusals.log(refusal);
        sink.deadLetter(refusal.toDeadLetter(clock.instant()));
        return refusal;
    }

    private void accept(ParseResult.Parsed parsed) {
        counters.countAccepted(parsed.invocation().timestamp(), parsed.countsDisagree());
        sink.invocation(parsed.invocation());
    }

    private List<Refusal> messages(LogEnvelopes.Content.Messages inside, String source, Object origin) {
        List<Refusal> refused = new ArrayList<>(0);
        for (int i = 0; i < inside.messages().size(); i++) {
            byte[] message = inside.messages().get(i).getBytes(StandardCharsets.UTF_8);
            ParseResult result = logs.parse(message, 0, message.length, source);
            if (result instanceof ParseResult.Parsed parsed) {
                accept(parsed);
            } else {
                String at = inside.list().isEmpty() ? origin.toString() : origin + "#" + inside.list() + "[" + i + "]";
                Rejection rejection = ((ParseResult.Refused) result).rejection();
                String envelope = Excerpt.of(message, 0, message.length);
                refused.add(refuse(new Refusal(rejection, at, message.length, envelope)));
            }
        }
        return refused;
    }
}
