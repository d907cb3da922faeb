package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of alerts to one notifier, in order. An alert that is not accepted is tried again, with growing pauses, until it
 * is; one that never will be is logged, counted and left behind. Channels do not wait for each other.
 */
final class DeliveryChannel {

    /** Alert ids remembered to leave out repetitions. */
    static final int REMEMBERED_IDS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryChannel.class);

    private record Pending(TopicPartition partition, long offset, Alert alert) {}

    private final Notifier notifier;
    private final Backoff backoff;
    private final Clock clock;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final Set<String> accepted = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    });
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private int failures;
    private Instant nextAttempt = Instant.EPOCH;

    DeliveryChannel(Notifier notifier, Backoff backoff, Clock clock) {
        this.notifier = notifier;
        this.backoff = backoff;
        this.clock = clock;
    }

    void add(TopicPartition partition, long offset, Alert alert) {
        waiting.add(new Pending(partition, offset, alert));
    }

    int size() {
        return waiting.size();
    }

    /** Alerts the notifier accepted. */
    long sent() {
        return sent.get();
    }

    /** Alerts the notifier will never accept. */
    long refused() {
        return refused.get();
    }

    String name() {
        return notifier.name();
    }

    /** Offset of the oldest alert of a partition that the notifier has not accepted. */
    Optional<Long> oldestOf(TopicPartition partition) {
        return waiting.stream()
                .filter(pending -> pending.partition().equals(partition))
                .map(Pending::offset)
                .findFirst();
    }

    /** Forgets what waits from partitions that another instance reads now. */
    void drop(Collection<TopicPartition> partitions) {
        waiting.removeIf(pending -> partitions.contains(pending.partition()));
        failures = 0;
        nextAttempt = Instant.EPOCH;
    }

    /** Sends one alert if one waits and its time has come; true when another may follow at once. */
    boolean deliverNext() {
        Pending next = waiting.peek();
        if (next == null || clock.instant().isBefore(nextAttempt)) {
            return false;
        }
        if (accepted.contains(next.alert().alertId()) || attempt(next.alert())) {
            waiting.remove();
            return !waiting.isEmpty();
        }
        return false;
    }

    private boolean attempt(Alert alert) {
        try {
            notifier.send(alert);
            sent.incrementAndGet();
        } catch (NotificationFailedException e) {
            if (!e.isPermanent()) {
                retryLater(alert, e);
                return false;
            }
            leaveBehind(alert, e);
        } catch (RuntimeException e) {
            // A defect of the notifier, not an outage: the same alert would fail the same way for ever.
            leaveBehind(alert, e);
        }
        accepted.add(alert.alertId());
        failures = 0;
        return true;
    }

    private void leaveBehind(Alert alert, Exception reason) {
        refused.incrementAndGet();
        LOG.atError()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("alertId", alert.alertId())
                .addKeyValue("reason", reason.toString())
                .log("alert cannot be delivered and is left behind");
    }

    private void retryLater(Alert alert, NotificationFailedException e) {
        failures++;
        // From the end of the attempt: one that ran into its timeout took longer than a short pause.
        nextAttempt = clock.instant().plus(backoff.after(failures));
        LOG.atWarn()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("alertId", alert.alertId())
                .addKeyValue("attempt", failures)
                .addKeyValue("nextAttempt", nextAttempt)
                .addKeyValue("waiting", waiting.size())
                .addKeyValue("reason", e.getMessage())
                .log("alert not accepted, will be sent again");
    }
}
