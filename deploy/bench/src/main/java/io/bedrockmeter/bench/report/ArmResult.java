package io.bedrockmeter.bench.report;

/**
 * One measured run of an arm.
 *
 * @param records records taken in while it was measured
 * @param nanos how long that took, until all totals were committed
 * @param armCpuNanos CPU time of the arm meanwhile
 * @param brokerCpuNanos CPU time of the broker meanwhile
 * @param heapBytes heap in use at the end after a collection
 * @param peakResidentBytes most memory resident at any time
 * @param stateBytes files the arm keeps its state in, 0 where it keeps none
 */
public record ArmResult(
        long records,
        long nanos,
        long armCpuNanos,
        long brokerCpuNanos,
        long heapBytes,
        long peakResidentBytes,
        long stateBytes) {

    private static final double NANOS = 1e9;
    private static final double MILLION = 1e6;

    public double recordsPerSecond() {
        return records * NANOS / nanos;
    }

    /** CPU seconds of arm and broker per million records. */
    public double cpuSecondsPerMillion() {
        return armCpuSecondsPerMillion() + brokerCpuNanos / NANOS / (records / MILLION);
    }

    /** CPU seconds of the arm alone per million records. */
    public double armCpuSecondsPerMillion() {
        return armCpuNanos / NANOS / (records / MILLION);
    }
}
