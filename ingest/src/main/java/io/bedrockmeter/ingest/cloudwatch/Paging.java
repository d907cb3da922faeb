package io.bedrockmeter.ingest.cloudwatch;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A pass over a range of a log group, page by page. Whatever fails is asked for again; when a page token is not accepted any
 * more, the pass begins again at the latest timestamp it had come to, so events can come twice. At most one request is under way. For one thread.
 */
final class Paging {

    private final GroupAccess access;
    private Range range = new Range(0, 0);
    private long againFromMs;
    private String token = "";
    private boolean done = true;
    private int failures;
    private long notBeforeNanos;
    private @Nullable CompletableFuture<Page> underWay;

    Paging(GroupAccess access) {
        this.access = access;
    }

    /** Begins a new pass; the one before must be done. */
    void begin(Range over) {
        if (!done) {
            throw new IllegalStateException("a pass is under way");
        }
        range = over;
        againFromMs = over.fromMs();
        token = "";
        done = over.isEmpty();
    }

    /** Whether the pass has come to its end. */
    boolean isDone() {
        return done;
    }

    /** Asks for the next page if the budget allows, and gives the one that has arrived. */
    Optional<Page> poll() {
        Optional<Page> page = take();
        if (!done
                && underWay == null
                && System.nanoTime() - notBeforeNanos >= 0
                && access.budget().tryTake()) {
            underWay = access.fetch(range, token);
        }
        return page;
    }

    /** Forgets the request that is under way. */
    void cancel() {
        if (underWay != null) {
            underWay.cancel(true);
            underWay = null;
        }
    }

    private Optional<Page> take() {
        CompletableFuture<Page> answer = underWay;
        if (answer == null || !answer.isDone()) {
            return Optional.empty();
        }
        underWay = null;
        try {
            Page page = answer.join();
            access.meter().answered();
            failures = 0;
            token = page.nextToken();
            done = token.isEmpty();
            page.events().forEach(event -> againFromMs = Math.max(againFromMs, event.timestampMs()));
            return Optional.of(page);
        } catch (CompletionException e) {
            failures++;
            if (access.failed(e, !token.isEmpty()) == FailureKind.TOKEN_EXPIRED) {
                token = "";
                range = new Range(Math.min(againFromMs, range.toMs()), range.toMs());
                done = range.isEmpty();
            }
            notBeforeNanos = System.nanoTime() + access.pace().backoff().nanos(failures);
            return Optional.empty();
        }
    }
}
