package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.workload.Book;
import java.time.Duration;

/** One way to do the job, at work in this process. */
interface Arm {

    /** Begins to read. */
    void start() throws Exception;

    /** Records of both topics it has taken in so far. */
    long taken() throws Exception;

    /**
     * Waits until everything that was taken in is in the totals, and they are committed.
     *
     * @return for how long nothing had happened any more when this was sure: time that does not count
     */
    Duration finish() throws Exception;

    /** The totals it arrived at. */
    Book totals() throws Exception;

    /** Leaves its consumer group and ends. */
    void stop() throws Exception;
}
