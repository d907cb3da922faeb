package io.bedrockmeter.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Events that wait to be sent, bounded in number and bytes. Offering never waits. Thread-safe. */
final class EventQueue {

    private final QueueLimits limits;
    private final Deque<byte[]> events = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    EventQueue(QueueLimits limits) {
        this.limits = limits;
    }

    /** Takes an event unless there is no room, or no more is taken. */
    synchronized boolean offer(byte[] event) {
        if (closed || events.size() == limits.events() || bytes + event.length > limits.bytes()) {
            return false;
        }
        events.add(event);
        bytes += event.length;
        notifyAll();
        return true;
    }

    /**
     * Waits for an event, then a little for more, and takes a batch of them off; empty when closed and nothing is left.
     */
    synchronized List<byte[]> take() throws InterruptedException {
        while (events.isEmpty() && !closed) {
            wait();
        }
        long deadline = System.nanoTime() + limits.linger().toNanos();
        while (events.size() < limits.batchEvents() && !closed) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                break;
            }
            wait(leftMs);
        }
        List<byte[]> batch = new ArrayList<>();
        long size = 0;
        while (!events.isEmpty()
                && batch.size() < limits.batchEvents()
                && (batch.isEmpty() || size + events.element().length < QueueLimits.BATCH_BYTES)) {
            byte[] event = events.remove();
            size += event.length;
            batch.add(event);
        }
        bytes -= size;
        return batch;
    }

    /** Takes no more events; those that wait can still be taken off. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits while nothing is closed, at most so long. */
    synchronized void pause(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        for (long leftMs = millis; leftMs > 0 && !closed; leftMs = (deadline - System.nanoTime()) / 1_000_000) {
            wait(leftMs);
        }
    }

    synchronized int size() {
        return events.size();
    }
}
