package io.bedrockmeter.ingest.http;

import io.bedrockmeter.ingest.sink.UsageSink;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.TagEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The records of one request, on their way to Kafka in slices, so that a large request takes no more memory than a slice.
 * When a later slice is refused, an earlier one may be committed already: the sender repeats the whole, and what comes twice
 * is recognised by its request id. Not thread-safe; blocks while a later slice waits for memory.
 */
final class RequestRecords implements UsageSink {

    private static final long SLICE_BYTES = 4L << 20;

    private final GroupCommit commit;
    private final List<CompletableFuture<@Nullable Void>> slices = new ArrayList<>();
    private RecordBatch slice = new RecordBatch();
    private long invocations;
    private long tagEvents;
    private long deadLetters;

    RequestRecords(GroupCommit commit) {
        this.commit = commit;
    }

    @Override
    public void invocation(Invocation invocation) {
        slice.invocation(invocation);
        submitIfFull();
    }

    @Override
    public void tagEvent(TagEvent event) {
        slice.tagEvent(event);
        submitIfFull();
    }

    @Override
    public void deadLetter(DeadLetter deadLetter) {
        slice.deadLetter(deadLetter);
        submitIfFull();
    }

    long invocations() {
        return invocations + slice.invocations();
    }

    long tagEvents() {
        return tagEvents + slice.tagEvents();
    }

    long deadLetters() {
        return deadLetters + slice.deadLetters();
    }

    /** Hands over what is left; the future completes when all is committed. */
    CompletableFuture<Void> finish() {
        if (slice.size() > 0) {
            submit();
        }
        return CompletableFuture.allOf(slices.toArray(CompletableFuture[]::new));
    }

    private void submitIfFull() {
        if (slice.bytes() >= SLICE_BYTES) {
            submit();
        }
    }

    private void submit() {
        slices.removeIf(done -> done.isDone() && !done.isCompletedExceptionally());
        RecordBatch full = slice;
        invocations += full.invocations();
        tagEvents += full.tagEvents();
        deadLetters += full.deadLetters();
        slice = new RecordBatch();
        slices.add(commit.submit(
                full, invocations + tagEvents + deadLetters == full.size() ? Duration.ZERO : commit.patience()));
    }
}
