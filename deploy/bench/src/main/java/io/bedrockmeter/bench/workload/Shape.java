package io.bedrockmeter.bench.workload;

import java.time.Instant;

/**
 * What kind of traffic is made.
 *
 * @param seed decides everything that is random
 * @param requests distinct requests
 * @param remembered how many of them come first and are only there to be remembered: no tag events, no duplicates, in the
 *     hour before the others
 * @param applications how many applications call Bedrock: values of the tag Application, 1 to 100,000
 * @param models how many models there are, 10 to 100,000; each application calls a tenth of them
 * @param bodies whether log records carry prompt and completion
 * @param start event time of the first request that is not there to be remembered
 */
public record Shape(
        long seed, long requests, long remembered, int applications, int models, boolean bodies, Instant start) {

    /** Requests per second of event time. */
    public static final int REQUESTS_PER_SECOND = 1_000;

    /** Tag events per hundred requests. */
    public static final int TAGGED_PERCENT = 80;

    /** Of a hundred tag events, how many come late. */
    public static final int LATE_PERCENT = 10;

    /** Of a hundred requests, how many are delivered twice. */
    public static final int DUPLICATE_PERCENT = 1;

    private static final long REMEMBERED_SECONDS = 3_600;

    public Shape {
        if (remembered > requests) {
            throw new IllegalArgumentException(remembered + " requests to remember of " + requests);
        }
    }

    /**
     * The shape that has about so many records in both topics together.
     *
     * @param events invocations and tag events, duplicates included, without what is only there to be remembered
     */
    public static Shape ofEvents(long seed, long events, long remembered, Instant start) {
        double perRequest = (1 + TAGGED_PERCENT / 100.0) * (1 + DUPLICATE_PERCENT / 100.0);
        return new Shape(seed, remembered + Math.round(events / perRequest), remembered, 200, 40, false, start);
    }

    public Shape withApplications(int newApplications) {
        return new Shape(seed, requests, remembered, newApplications, models, bodies, start);
    }

    public Shape withModels(int newModels) {
        return new Shape(seed, requests, remembered, applications, newModels, bodies, start);
    }

    public Shape withBodies(boolean newBodies) {
        return new Shape(seed, requests, remembered, applications, models, newBodies, start);
    }

    /** Event time of a request in milliseconds. */
    long timeMs(long number) {
        if (number < remembered) {
            return start.toEpochMilli()
                    - REMEMBERED_SECONDS * 1_000
                    + (long) ((double) number / remembered * REMEMBERED_SECONDS * 1_000);
        }
        return start.toEpochMilli() + (number - remembered) * 1_000 / REQUESTS_PER_SECOND;
    }
}
