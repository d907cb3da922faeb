package io.bedrockmeter.ingest.cloudwatch;

import java.util.function.ToIntFunction;

/**
 * How fast CloudWatch Logs is asked.
 *
 * @param quota requests per second that AWS allows in a Region
 * @param backoff pauses after failures
 * @param fullPasses how many passes over the whole overlap there are in its time
 */
record Pace(ToIntFunction<String> quota, Backoff backoff, int fullPasses) {

    /** What AWS documents. */
    static final Pace DEFAULT = new Pace(RequestBudget::quota, Backoff.DEFAULT, 15);
}
