package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records that wait to be written, and about how much memory they take. Not thread-safe. */
final class RecordBatch implements UsageSink {

    /** An object with its strings' headers, without their characters. */
    private static final int RECORD_BYTES = 1_000;

    private static final int ENTRY_BYTES = 150;

    private final List<Invocation> invocations = new ArrayList<>();
    private final List<TagEvent> tagEvents = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private long bytes;

    @Override
    public void invocation(Invocation record) {
        invocations.add(record);
        bytes += RECORD_BYTES
                + record.requestId().length()
                + record.modelId().length()
                + record.principal().length()
                + record.source().length()
                + bytesOf(record.requestMetadata());
    }

    @Override
    public void tagEvent(TagEvent event) {
        tagEvents.add(event);
        bytes += RECORD_BYTES
                + event.requestId().length()
                + event.source().length()
                + event.eventId().length()
                + event.projectId().length()
                + event.profileArn().length()
                + bytesOf(event.tags());
    }

    @Override
    public void deadLetter(DeadLetter deadLetter) {
        deadLetters.add(deadLetter);
        bytes += RECORD_BYTES
                + deadLetter.reason().length()
                + deadLetter.origin().length()
                + deadLetter.field().length();
    }

    /** Hands everything over. */
    void writeTo(UsageSink sink) {
        invocations.forEach(sink::invocation);
        tagEvents.forEach(sink::tagEvent);
        deadLetters.forEach(sink::deadLetter);
    }

    /** How many records there are. */
    int size() {
        return invocations.size() + tagEvents.size() + deadLetters.size();
    }

    int invocations() {
        return invocations.size();
    }

    int tagEvents() {
        return tagEvents.size();
    }

    int deadLetters() {
        return deadLetters.size();
    }

    /** Memory in bytes, estimated from above for text in Latin script. */
    long bytes() {
        return bytes;
    }

    private static long bytesOf(Map<String, String> entries) {
        long sum = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            sum += ENTRY_BYTES + entry.getKey().length() + entry.getValue().length();
        }
        return sum;
    }
}
