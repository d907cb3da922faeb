package io.bedrockmeter.metering.request;

import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Which of several records of one request to believe. A total order on what the records say, so that the outcome is the
 * same whatever order they arrive in: Bedrock can log a stream's start with zero counts first and the real counts later,
 * and delivery can repeat or reorder both. A log record is better than a reported one; then more tokens, other units,
 * known cache time to live, a told outcome; then the later record; what remains is settled by the bytes.
 */
final class BetterRecord {

    private static final RecordCodec<Invocation> CODEC = Topics.INVOCATIONS.codec();

    static final Comparator<Invocation> ORDER = Comparator.comparing(Invocation::origin)
            .thenComparingLong(invocation -> invocation.quantities().totalTokens())
            .thenComparingLong(invocation -> invocation.quantities().outputTokens())
            .thenComparing(Invocation::cacheTtlKnown)
            .thenComparing(Invocation::failed)
            .thenComparing(invocation -> !invocation.bodyModel().isEmpty())
            .thenComparing(Invocation::timestamp)
            .thenComparing(BetterRecord::canonical, Arrays::compare);

    private BetterRecord() {}

    /** The record without where and how it was read, which must not decide. */
    private static byte[] canonical(Invocation invocation) {
        return CODEC.encode(new Invocation(
                invocation.requestId(),
                invocation.timestamp(),
                invocation.accountId(),
                invocation.region(),
                invocation.inferenceRegion(),
                invocation.operation(),
                invocation.modelId(),
                invocation.bodyModel(),
                invocation.principal(),
                invocation.quantities(),
                invocation.cacheTtlKnown(),
                invocation.serviceTier(),
                invocation.latencyOptimized(),
                invocation.errorCode(),
                invocation.latencyMs(),
                invocation.requestMetadata(),
                invocation.origin(),
                ""));
    }
}
