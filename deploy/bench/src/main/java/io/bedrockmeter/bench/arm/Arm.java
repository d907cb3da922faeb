package io.bedrockmeter.bench.arm;

/** One way to do the job, at work in this process. */
interface Arm {

    /** Begins to read. */
    void start() throws Exception;

    /** Records of both topics it has taken in so far. */
    long taken() throws Exception;

    /** Waits until everything that was taken in is in the totals, and they are committed. */
    void finish() throws Exception;

    /** Leaves its consumer group and ends. */
    void stop() throws Exception;
}
