package io.bedrockmeter.ingest.http;

/**
 * How far compressed content may grow, against bodies made to exhaust whoever inflates them.
 *
 * @param maxBytes most inflated bytes
 * @param maxRatio most inflated bytes for one compressed byte, once there are more than {@value #RATIO_FROM_BYTES}
 */
record InflateLimit(long maxBytes, int maxRatio) {

    /** Small content may compress as well as it likes. */
    static final long RATIO_FROM_BYTES = 1 << 20;

    /** Log records hold prose and JSON, which gzip makes 3 to 30 times smaller; the format's own limit is 1,032. */
    static final int DEFAULT_RATIO = 250;

    boolean isExceeded(long inflated, long compressed) {
        return inflated > maxBytes || inflated > RATIO_FROM_BYTES && inflated / maxRatio > compressed;
    }
}
