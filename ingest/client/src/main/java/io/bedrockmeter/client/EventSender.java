package io.bedrockmeter.client;

import io.bedrockmeter.client.OccasionalLog.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends events from a bounded queue on one daemon thread, so that whoever offers them never waits. While bedrock-meter is
 * busy or away the batch at hand is tried again, and the queue fills.
 */
final class EventSender implements AutoCloseable {

    private final EventQueue queue;
    private final Delivery delivery;
    private final RetryPolicy retries;
    private final Duration closePatience;
    private final Counters counters;
    private final OccasionalLog log;
    private final Thread thread;
    private volatile boolean closing;

    EventSender(QueueLimits limits, Delivery delivery, RetryPolicy retries, Counters counters, OccasionalLog log) {
        this.queue = new EventQueue(limits);
        this.delivery = delivery;
        this.retries = retries;
        this.closePatience = limits.closePatience();
        this.counters = counters;
        this.log = log;
        this.thread = new Thread(this::run, "bedrock-meter-sender");
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes an event to be sent, or drops it. Returns at once. */
    void offer(byte[] event) {
        if (!queue.offer(event)) {
            dropped(1, closing ? "closed" : "the queue is full");
        }
    }

    /** Sends what waits for as long as patience lasts, and stops. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        try {
            thread.join(Math.max(1, closePatience.toMillis()));
            thread.interrupt();
            thread.join(1_000);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (List<byte[]> batch = queue.take(); !batch.isEmpty(); batch = queue.take()) {
                send(batch);
            }
        } catch (InterruptedException e) {
            dropped(queue.size(), "closed before they could be sent");
        }
    }

    private void send(List<byte[]> batch) throws InterruptedException {
        long giveUpAt = System.nanoTime() + retries.giveUpAfter().toNanos();
        for (int number = 1; ; number++) {
            Delivery.Outcome outcome;
            try {
                outcome = delivery.post(batch);
            } catch (InterruptedException e) {
                dropped(batch.size(), "closed before they could be sent");
                throw e;
            }
            if (outcome instanceof Delivery.Outcome.Taken taken) {
                taken(batch.size(), taken.refused());
                return;
            }
            if (outcome instanceof Delivery.Outcome.Refused refused) {
                counters.refused.add(batch.size());
                log.warn(Trouble.REFUSED, refused.reason(), counters.refused.sum());
                return;
            }
            Delivery.Outcome.Busy busy = (Delivery.Outcome.Busy) outcome;
            long waitMs = waitMs(number, busy);
            if (System.nanoTime() + waitMs * 1_000_000 > giveUpAt) {
                dropped(batch.size(), "given up after " + number + " tries: " + busy.reason());
                return;
            }
            counters.repeated.increment();
            log.warn(Trouble.UNREACHABLE, busy.reason(), counters.repeated.sum());
            pause(waitMs, batch);
        }
    }

    private void pause(long waitMs, List<byte[]> batch) throws InterruptedException {
        try {
            if (closing) {
                Thread.sleep(Math.min(waitMs, retries.shortestWait().toMillis()));
            } else {
                queue.pause(waitMs);
            }
        } catch (InterruptedException e) {
            dropped(batch.size(), "closed before they could be sent");
            throw e;
        }
    }

    private long waitMs(int number, Delivery.Outcome.Busy busy) {
        long wait = retries.wait(number).toMillis();
        long jittered = wait - ThreadLocalRandom.current().nextLong(wait / 2 + 1);
        long asked = busy.retryAfter().map(Duration::toMillis).orElse(0L);
        return Math.max(jittered, Math.min(asked, retries.longestWait().toMillis()));
    }

    private void taken(long events, long refused) {
        counters.sent.add(events - refused);
        if (refused > 0) {
            counters.refused.add(refused);
            log.warn(Trouble.REFUSED, "some events of a batch", counters.refused.sum());
        }
    }

    private void dropped(long events, String reason) {
        if (events > 0) {
            counters.dropped.add(events);
            log.warn(Trouble.DROPPED, reason, counters.dropped.sum());
        }
    }
}
