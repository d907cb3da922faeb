package io.bedrockmeter.ingest.cloudwatch;

import java.util.concurrent.CompletableFuture;

/**
 * What a tail needs to ask for pages of its log group.
 *
 * @param budget shared by all groups of the account and Region
 * @param pace pauses after failures, and between passes
 * @param answered called from any thread when an answer or failure has come
 */
record GroupAccess(
        LogGroup group, LogClients clients, RequestBudget budget, Pace pace, TailMeter meter, Runnable answered) {

    CompletableFuture<Page> fetch(Range range, String token) {
        meter.requested();
        return clients.fetch(group, range, token).whenComplete((page, error) -> answered.run());
    }

    /** Notes a failure and does what helps against it, apart from asking again. */
    FailureKind failed(Throwable error, boolean paged) {
        FailureKind kind = FailureKind.of(error, paged);
        meter.failed(kind, FailureKind.describe(error));
        if (kind == FailureKind.THROTTLED) {
            budget.slowDown();
        } else if (kind == FailureKind.CREDENTIALS_EXPIRED) {
            clients.renewCredentials(group);
        }
        return kind;
    }
}
