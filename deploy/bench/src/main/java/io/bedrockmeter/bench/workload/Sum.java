package io.bedrockmeter.bench.workload;

/**
 * What requests add up to.
 *
 * @param requests how many
 * @param inputTokens tokens read, not from a cache
 * @param outputTokens tokens written
 * @param cacheReadTokens tokens read from a cache
 * @param costPicos cost in 1e-12 US dollars
 */
public record Sum(long requests, long inputTokens, long outputTokens, long cacheReadTokens, long costPicos) {

    public static final Sum ZERO = new Sum(0, 0, 0, 0, 0);

    /** The sum; {@link ArithmeticException} when it leaves the range of a long. */
    public Sum plus(Sum other) {
        return new Sum(
                Math.addExact(requests, other.requests),
                Math.addExact(inputTokens, other.inputTokens),
                Math.addExact(outputTokens, other.outputTokens),
                Math.addExact(cacheReadTokens, other.cacheReadTokens),
                Math.addExact(costPicos, other.costPicos));
    }
}
