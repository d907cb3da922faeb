package io.bedrockmeter.ingest.replay;

import io.bedrockmeter.ingest.refusal.Refusal;
import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.RecordIntake;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.TagEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one document again, as a log record or as an event. Its records are gathered first, and handed on only when all of it
 * could be read. Refusals are told and not written: the dead letter is there already. Not thread-safe.
 */
final class DocumentReplay {

    private final RecordIntake intake;
    private final UsageSink sink;

    DocumentReplay(Clock clock, int maxRecordBytes, UsageSink sink) {
        this.intake = new RecordIntake(clock, maxRecordBytes, new Gathered(), new IngestCounters());
        this.sink = sink;
    }

    /**
     * Reads a document.
     *
     * @param source where it was read, as invocations name it
     */
    Replayed read(byte[] buffer, int offset, int length, String source) {
        Gathered gathered = new Gathered();
        List<Refusal> refused = intake.into(gathered).log(buffer, offset, length, source, source);
        boolean noRecord = refused.stream()
                .anyMatch(refusal -> refusal.rejection().code() == RejectionCode.NOT_AN_INVOCATION_RECORD);
        if (noRecord) {
            Gathered events = new Gathered();
            List<Refusal> refusedEvents = intake.into(events).event(buffer, offset, length, true, source, source);
            boolean noEvent = refusedEvents.stream()
                    .anyMatch(refusal -> refusal.rejection().code() == RejectionCode.NOT_AN_EVENT);
            if (!noEvent) {
                gathered = events;
                refused = refusedEvents;
            }
        }
        if (!refused.isEmpty()) {
            return new Replayed.StillRefused(refused.get(0).rejection().code() + ": "
                    + refused.get(0).rejection().reason());
        }
        gathered.invocations.forEach(sink::invocation);
        gathered.tagEvents.forEach(sink::tagEvent);
        return new Replayed.Taken(gathered.invocations.size() + gathered.tagEvents.size());
    }

    private static final class Gathered implements UsageSink {
        final List<Invocation> invocations = new ArrayList<>();
        final List<TagEvent> tagEvents = new ArrayList<>();

        @Override
        public void invocation(Invocation invocation) {
            invocations.add(invocation);
        }

        @Override
        public void tagEvent(TagEvent event) {
            tagEvents.add(event);
        }

        @Override
        public void deadLetter(DeadLetter deadLetter) {
            // Told by the refusal that comes with it.
        }
    }
}
