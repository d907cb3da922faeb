package io.bedrockmeter.ingest.usage;

import static io.bedrockmeter.ingest.json.JsonCounts.ABSENT;
import static io.bedrockmeter.ingest.json.JsonCounts.INVALID;
import static io.bedrockmeter.ingest.json.JsonCounts.MAX_COUNT;

import java.util.Arrays;

/**
 * Token counts that one part of a record gives: each a number, {@code ABSENT} or {@code INVALID}. Streams report counts
 * more than once; the last wins. Not thread-safe.
 */
public final class TokenCounts {

    /** What is counted. Input never includes cached tokens once {@link TokenCounts#normalise} has run. */
    public enum Count {
        INPUT,
        OUTPUT,
        CACHE_READ,
        CACHE_WRITE,
        /** Of the cache writes, those that live five minutes. */
        WRITE_5M,
        /** Of the cache writes, those that live one hour. */
        WRITE_1H,
        /** Of the cache writes, those with a time to live that Bedrock does not sell today. */
        WRITE_OTHER,
        /** Cached tokens that an OpenAI-shaped input count includes. */
        INCLUDED_READ,
        /** Cache writes that an OpenAI-shaped input count includes. */
        INCLUDED_WRITE,
        SEARCH_UNITS;

        private static final int SIZE = values().length;
    }

    private final long[] values = new long[Count.SIZE];
    private final String[] bases = new String[Count.SIZE];
    private final String[] names = new String[Count.SIZE];

    public TokenCounts() {
        Arrays.fill(values, ABSENT);
        Arrays.fill(bases, "");
        Arrays.fill(names, "");
    }

    /** The number, {@code ABSENT} or {@code INVALID}. */
    public long get(Count count) {
        return values[count.ordinal()];
    }

    public boolean has(Count count) {
        return values[count.ordinal()] >= 0;
    }

    /** The number, zero when absent or invalid. */
    public long orZero(Count count) {
        return Math.max(0, values[count.ordinal()]);
    }

    /** Where a count was read. */
    public String path(Count count) {
        return bases[count.ordinal()] + "." + names[count.ordinal()];
    }

    /** Sets a count, unless it is absent there: an event of a stream without a count leaves the earlier one. */
    public void put(Count count, long value, String base, String name) {
        if (value != ABSENT) {
            values[count.ordinal()] = value;
            bases[count.ordinal()] = base;
            names[count.ordinal()] = name;
        }
    }

    /** Adds to a count that comes in parts; one invalid part makes the sum invalid. */
    public void add(Count count, long value, String base, String name) {
        if (value == ABSENT || get(count) == INVALID) {
            return;
        }
        long sum = value + orZero(count);
        put(count, value == INVALID || sum > MAX_COUNT ? INVALID : sum, base, name);
    }

    /** Whether any of input, output, cache read and cache write is there. */
    public boolean hasTokens() {
        return has(Count.INPUT) || has(Count.OUTPUT) || has(Count.CACHE_READ) || has(Count.CACHE_WRITE);
    }

    /** The first invalid count's path, empty when there is none. */
    public String firstInvalidPath() {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == INVALID) {
                return bases[i] + "." + names[i];
            }
        }
        return "";
    }

    /**
     * The input count with cached tokens inside, where the shape says so (OpenAI), else {@code ABSENT}. Call before
     * {@link #normalise}.
     */
    public long inclusiveInput() {
        boolean inclusive = orZero(Count.INCLUDED_READ) > 0 || orZero(Count.INCLUDED_WRITE) > 0;
        return inclusive ? get(Count.INPUT) : ABSENT;
    }

    /** Takes cached tokens out of an OpenAI-shaped input count, and fills the total of cache writes from its parts. */
    public void normalise() {
        fill(Count.CACHE_READ, Count.INCLUDED_READ);
        fill(Count.CACHE_WRITE, Count.INCLUDED_WRITE);
        if (has(Count.INPUT)) {
            long exclusive = get(Count.INPUT) - orZero(Count.INCLUDED_READ) - orZero(Count.INCLUDED_WRITE);
            values[Count.INPUT.ordinal()] = exclusive < 0 ? INVALID : exclusive;
            values[Count.INCLUDED_READ.ordinal()] = ABSENT;
            values[Count.INCLUDED_WRITE.ordinal()] = ABSENT;
        }
        if (!has(Count.CACHE_WRITE) && get(Count.CACHE_WRITE) == ABSENT && hasWriteSplit()) {
            values[Count.CACHE_WRITE.ordinal()] = writeSplitSum();
        }
    }

    /** Whether the cache writes are split by time to live. */
    public boolean hasWriteSplit() {
        return has(Count.WRITE_5M) || has(Count.WRITE_1H) || has(Count.WRITE_OTHER);
    }

    public long writeSplitSum() {
        return orZero(Count.WRITE_5M) + orZero(Count.WRITE_1H) + orZero(Count.WRITE_OTHER);
    }

    private void fill(Count total, Count included) {
        if (get(total) == ABSENT && get(included) != ABSENT) {
            put(total, get(included), bases[included.ordinal()], names[included.ordinal()]);
        }
    }
}
