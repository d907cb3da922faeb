package io.bedrockmeter.ingest.cloudwatch;

/**
 * A range of event time, half-open.
 *
 * @param fromMs its first millisecond since 1970
 * @param toMs the millisecond after its last
 */
record Range(long fromMs, long toMs) {

    Range {
        if (fromMs > toMs) {
            throw new IllegalArgumentException("range from " + fromMs + " to " + toMs + ": expected from <= to");
        }
    }

    boolean isEmpty() {
        return fromMs == toMs;
    }

    long lengthMs() {
        return toMs - fromMs;
    }
}
