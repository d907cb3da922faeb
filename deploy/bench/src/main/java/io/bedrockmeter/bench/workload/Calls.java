package io.bedrockmeter.bench.workload;

import java.util.UUID;

/** Makes calls. Every call is a function of the shape's seed and the call's number. Thread-safe. */
public final class Calls {

    /** Most requests by which anything is delayed: five minutes of event time. */
    static final int LONGEST_DELAY = 300 * Shape.REQUESTS_PER_SECOND;

    private static final int PROMPT_DELAY = 2 * Shape.REQUESTS_PER_SECOND;
    private static final int LATE_DELAY = 10 * Shape.REQUESTS_PER_SECOND;
    private static final int PERCENT = 100;
    private static final int CACHED_PERCENT = 30;
    private static final int MODELS_PER_APPLICATION_SHARE = 10;
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Shape shape;

    public Calls(Shape shape) {
        this.shape = shape;
    }

    public Shape shape() {
        return shape;
    }

    /** The call of a number from 0 to the number of requests, exclusive. */
    public Call call(long number) {
        return call(number, shape.timeMs(number));
    }

    /** A call of any number, made at another time than the shape says. */
    public Call call(long number, long timeMs) {
        Randomness random = new Randomness(shape.seed() ^ (number + 1) * GOLDEN_GAMMA);
        String requestId = uuid(random.next(), random.next());
        int application = random.skewed(shape.applications());
        int model = model(application, random);
        int input = 50 + random.skewed(8_000);
        int output = 1 + random.skewed(2_000);
        int cached = random.below(PERCENT) < CACHED_PERCENT ? 1_024 + random.below(20_000) : 0;
        if (number < shape.remembered()) {
            return new Call(number, requestId, timeMs, application, model, input, output, cached, -1, -1);
        }
        return new Call(
                number,
                requestId,
                timeMs,
                application,
                model,
                input,
                output,
                cached,
                tagDelay(random),
                random.below(PERCENT) < Shape.DUPLICATE_PERCENT ? 1 + random.below(LONGEST_DELAY) : -1);
    }

    /** An application calls a tenth of the models, some of them far more often than others. */
    private int model(int application, Randomness random) {
        int own = Math.max(1, shape.models() / MODELS_PER_APPLICATION_SHARE);
        return (int) ((application * 7L + random.skewed(own)) % shape.models());
    }

    private static int tagDelay(Randomness random) {
        if (random.below(PERCENT) >= Shape.TAGGED_PERCENT) {
            return -1;
        }
        return random.below(PERCENT) < Shape.LATE_PERCENT
                ? LATE_DELAY + random.below(LONGEST_DELAY - LATE_DELAY)
                : random.below(PROMPT_DELAY);
    }

    private static String uuid(long high, long low) {
        return new UUID(high & ~0xF000L | 0x4000L, low & ~(0xC0L << 56) | 0x80L << 56).toString();
    }

    /** SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static final class Randomness {
        private long state;

        Randomness(long seed) {
            this.state = seed;
        }

        long next() {
            state += GOLDEN_GAMMA;
            long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            return mixed ^ mixed >>> 31;
        }

        int below(int bound) {
            return (int) Long.remainderUnsigned(next(), bound);
        }

        /** Small numbers more often than large ones: the first tenth takes about half. */
        int skewed(int bound) {
            int uniform = below(1_000_000);
            long cubed = (long) uniform * uniform / 1_000_000 * uniform / 1_000_000;
            return (int) (cubed * bound / 1_000_000);
        }
    }
}
