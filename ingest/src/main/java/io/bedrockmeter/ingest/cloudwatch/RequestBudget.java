package io.bedrockmeter.ingest.cloudwatch;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often FilterLogEvents may be called in one account and Region: at 60 % of the quota there, shared by all its log
 * groups, so that people with the console open still get answers. Throttling halves the rate; it recovers with each request that is
 * granted. Source of the quotas: docs.aws.amazon.com/AmazonCloudWatch/latest/logs, "CloudWatch Logs quotas". Not
 * thread-safe.
 */
final class RequestBudget {

    private static final Set<String> SMALL_REGIONS =
            Set.of("ap-northeast-3", "ap-southeast-3", "ca-west-1", "eu-central-1", "il-central-1");
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long SHARE_PERCENT = 60;
    private static final int BURST_FRACTION = 5;
    private static final int SLOWEST_FACTOR = 16;
    private static final int RECOVERY_FRACTION = 20;

    private final LongSupplier nanoTime;
    private final long shortestIntervalNanos;
    private final int burst;
    private long intervalNanos;
    private long nextNanos;

    /**
     * A budget that begins unused.
     *
     * @param quota requests per second that AWS allows
     */
    RequestBudget(int quota, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.shortestIntervalNanos = NANOS_PER_SECOND * 100 / (quota * SHARE_PERCENT);
        this.burst = quota / BURST_FRACTION;
        this.intervalNanos = shortestIntervalNanos;
        this.nextNanos = nanoTime.getAsLong();
    }

    /** Requests per second that AWS allows in a Region. */
    static int quota(String region) {
        if (region.equals("us-east-1")) {
            return 25;
        }
        return SMALL_REGIONS.contains(region) ? 5 : 10;
    }

    /** Whether a request may be made now; if so, it counts. */
    boolean tryTake() {
        long now = nanoTime.getAsLong();
        if (nextNanos - now > burst * intervalNanos) {
            return false;
        }
        nextNanos = Math.max(nextNanos, now) + intervalNanos;
        intervalNanos = Math.max(shortestIntervalNanos, intervalNanos - intervalNanos / RECOVERY_FRACTION);
        return true;
    }

    /** AWS throttled: half the rate from now on. */
    void slowDown() {
        intervalNanos = Math.min(2 * intervalNanos, SLOWEST_FACTOR * shortestIntervalNanos);
        nextNanos = Math.max(nextNanos, nanoTime.getAsLong() + intervalNanos);
    }
}
