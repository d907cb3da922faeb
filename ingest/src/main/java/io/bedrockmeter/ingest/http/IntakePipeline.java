package io.bedrockmeter.ingest.http;

import io.bedrockmeter.runtime.http.BlockingWork;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What every request passes, whatever it brings: who sends it, how much it may still send, its body, reading it away from the
 * event loop, and the wait for the commit before the answer.
 */
final class IntakePipeline {

    private final Vertx vertx;
    private final IntakeAccess access;
    private final BodyReceiver bodies;
    private final BlockingWork work;
    private final GroupCommit commit;
    private final IntakeCounters counters;

    /** Reads a body into records. Runs on a worker thread. */
    @FunctionalInterface
    interface Reading {

        /** The answer to give once all records are committed. */
        Answer read(Sender sender, ReceivedBody body, RequestRecords records) throws IOException;
    }

    /** What was read, and when it is safe. */
    private record Read(Answer answer, CompletableFuture<Void> committed, RequestRecords records) {}

    IntakePipeline(
            Vertx vertx,
            IntakeAccess access,
            BodyReceiver bodies,
            BlockingWork work,
            GroupCommit commit,
            IntakeCounters counters) {
        this.vertx = vertx;
        this.access = access;
        this.bodies = bodies;
        this.work = work;
        this.commit = commit;
        this.counters = counters;
    }

    /**
     * Handles a request to its end.
     *
     * @param limit longest body, in bytes
     */
    void handle(RoutingContext context, long limit, Reading reading) {
        Context loop = vertx.getOrCreateContext();
        admitted(context)
                .compose(sender -> bodies.receive(context.request(), limit)
                        .compose(body ->
                                work.run(() -> read(sender, body, reading)).onComplete(done -> body.close())))
                .compose(read ->
                        Future.fromCompletionStage(read.committed(), loop).map(read))
                .onSuccess(read -> {
                    RequestRecords records = read.records();
                    counters.countAccepted(records.invocations(), records.tagEvents(), records.deadLetters());
                    if (!context.response().closed()) {
                        read.answer().send(context.response());
                    }
                })
                .onFailure(failure -> fail(context, failure));
    }

    private Future<Sender> admitted(RoutingContext context) {
        try {
            Sender sender = access.sender(context);
            Optional<Duration> wait = sender.rate().flatMap(RateLimit::mustWait);
            if (wait.isEmpty()) {
                sender.rate().ifPresent(rate -> rate.charge(1));
                return Future.succeededFuture(sender);
            }
            counters.countThrottled();
            throw new ProblemException(Problem.passing(
                    ErrorCode.RATE_LIMITED,
                    "more than " + sender.rate().map(RateLimit::perSecond).orElse(0L) + " records a second",
                    wait.get().plusMillis(999)));
        } catch (ProblemException e) {
            // What is still to come of the body is dropped.
            context.request().handler(chunk -> {});
            return Future.failedFuture(e);
        }
    }

    private Read read(Sender sender, ReceivedBody body, Reading reading) {
        RequestRecords records = new RequestRecords(commit);
        try {
            Answer answer = reading.read(sender, body, records);
            CompletableFuture<Void> committed = records.finish();
            sender.rate()
                    .ifPresent(rate -> rate.charge(
                            Math.max(0, records.invocations() + records.tagEvents() + records.deadLetters() - 1)));
            return new Read(answer, committed, records);
        } catch (LimitedInflation.TooLargeException e) {
            throw new ProblemException(Problem.of(ErrorCode.BODY_TOO_LARGE, "the body " + e.reason()));
        } catch (IOException e) {
            throw new ProblemException(Problem.of(ErrorCode.INVALID_BODY, "the body is " + e.getMessage()));
        }
    }

    private void fail(RoutingContext context, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof ProblemException refused && refused.problem().code() == ErrorCode.OVERLOADED) {
            counters.countOverloaded();
        }
        if (!context.response().closed()) {
            context.fail(cause);
        }
    }
}
