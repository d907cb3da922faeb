package io.bedrockmeter.runtime.kafka;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Taking turns among writers that share a transactional id: who starts later fences who started earlier. Writers that begin
 * anew at once would fence each other for ever; a random wait that grows with each attempt brings them apart.
 */
public final class Turns {

    /** Attempts after which a writer should give up. */
    public static final int ATTEMPTS = 20;

    private static final long STEP_MS = 300;
    private static final long LONGEST_MS = 3_000;

    private Turns() {}

    /**
     * Waits before attempt {@code attempt + 1}, up to three seconds.
     *
     * @throws KafkaUnavailableException when interrupted
     */
    public static void stepAside(int attempt) {
        long most = Math.min(LONGEST_MS, STEP_MS * attempt);
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(most / 10, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while other writers were at work", e);
        }
    }
}
