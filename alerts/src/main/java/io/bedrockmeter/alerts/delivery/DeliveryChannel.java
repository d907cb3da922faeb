package io.bedrockmeter.alerts.delivery;

import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AlertDelivery.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of alerts to one destination, in order, but for those that wait for the end of quiet hours. What is not accepted is
 * tried again, with growing pauses, until it is; an alert that never will be is logged, counted and left behind. From
 * {@value #GROUP_FROM} alerts on that could go at once, they go as one message. Channels do not wait for each other.
 */
final class DeliveryChannel {

    /** From this many alerts on, one message holds several. */
    static final int GROUP_FROM = 5;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryChannel.class);

    private record Pending(TopicPartition partition, long offset, Alert alert) {}

    private enum Outcome {
        /** Accepted or given up. */
        DONE,
        /** To be tried in another way, at once. */
        AGAIN,
        /** To be tried when the pause is over. */
        LATER
    }

    private final Notifier notifier;
    private final String destination;
    private final Backoff backoff;
    private final Clock clock;
    private final DeliveryLog log;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong tookMs = new AtomicLong();
    private int failures;
    private int oneByOne;
    private Instant nextAttempt = Instant.EPOCH;

    DeliveryChannel(Notifier notifier, String destination, Backoff backoff, Clock clock, DeliveryLog log) {
        this.notifier = notifier;
        this.destination = destination;
        this.backoff = backoff;
        this.clock = clock;
        this.log = log;
    }

    /** Takes an alert over, unless it was delivered or waits already. */
    void add(TopicPartition partition, long offset, Alert alert) {
        boolean waits =
                waiting.stream().anyMatch(pending -> pending.alert().alertId().equals(alert.alertId()));
        if (waits || log.isDone(alert.alertId(), destination)) {
            return;
        }
        waiting.add(new Pending(partition, offset, alert));
        held.set(waiting.size());
        alert.deliverAfter()
                .filter(end -> end.isAfter(clock.instant()))
                .filter(end -> log.find(alert.alertId(), destination).isEmpty())
                .ifPresent(end -> record(alert, State.WAITING, 0, "", "quiet hours until " + end));
    }

    int size() {
        return waiting.size();
    }

    /** Alerts that were accepted. */
    long sent() {
        return sent.get();
    }

    /** Alerts that will never be accepted. */
    long refused() {
        return refused.get();
    }

    /** From raising an alert until it was accepted, in milliseconds, of all that were. */
    long tookMs() {
        return tookMs.get();
    }

    /** Messages that were not accepted and are sent again. */
    long failed() {
        return failed.get();
    }

    /** Alerts that wait, for threads that do not deliver. */
    long waiting() {
        return held.get();
    }

    String notifierName() {
        return notifier.name();
    }

    /** Offset of the oldest alert of a partition that is not dealt with. */
    Optional<Long> oldestOf(TopicPartition partition) {
        return waiting.stream()
                .filter(pending -> pending.partition().equals(partition))
                .map(Pending::offset)
                .findFirst();
    }

    /** Forgets what waits from partitions that another instance reads now. */
    void drop(Collection<TopicPartition> partitions) {
        waiting.removeIf(pending -> partitions.contains(pending.partition()));
        held.set(waiting.size());
        failures = 0;
        nextAttempt = Instant.EPOCH;
    }

    /** Sends one message if an alert waits and its time has come; true when another may follow at once. */
    boolean deliverNext() {
        Instant now = clock.instant();
        if (now.isBefore(nextAttempt)) {
            return false;
        }
        List<Pending> ripe = waiting.stream()
                .filter(pending -> !pending.alert().deliverAfter().orElse(now).isAfter(now))
                .limit(notifier.largestGroup())
                .toList();
        List<Pending> next = ripe.size() >= GROUP_FROM && oneByOne == 0
                ? ripe
                : ripe.stream().limit(1).toList();
        if (next.isEmpty()) {
            return false;
        }
        Outcome outcome = attempt(next.stream().map(Pending::alert).toList());
        if (outcome == Outcome.DONE) {
            waiting.removeAll(next);
            held.set(waiting.size());
            oneByOne = Math.max(0, oneByOne - 1);
        }
        return outcome != Outcome.LATER;
    }

    private Outcome attempt(List<Alert> alerts) {
        try {
            String receipt = notifier.send(alerts, destination);
            sent.addAndGet(alerts.size());
            alerts.forEach(alert -> tookMs.addAndGet(
                    Duration.between(alert.raisedAt(), clock.instant()).toMillis()));
            alerts.forEach(alert -> record(alert, State.CONFIRMED, attempts(alert) + 1, receipt, ""));
            failures = 0;
            return Outcome.DONE;
        } catch (NotificationFailedException e) {
            if (!e.isPermanent()) {
                retryLater(alerts, e);
                return Outcome.LATER;
            }
            return leaveBehind(alerts, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A defect of the notifier, not an outage: the same alert would fail the same way for ever.
            return leaveBehind(alerts, e.toString());
        }
    }

    /** One alert may spoil a group: its members are sent one by one before any is given up. */
    private Outcome leaveBehind(List<Alert> alerts, String reason) {
        if (alerts.size() > 1) {
            oneByOne = alerts.size();
            return Outcome.AGAIN;
        }
        Alert alert = alerts.get(0);
        refused.incrementAndGet();
        record(alert, State.ABANDONED, attempts(alert) + 1, "", reason);
        LOG.atError()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("destination", destination)
                .addKeyValue("alertId", alert.alertId())
                .addKeyValue("reason", reason)
                .log("alert cannot be delivered and is left behind");
        failures = 0;
        return Outcome.DONE;
    }

    private void retryLater(List<Alert> alerts, NotificationFailedException e) {
        failures++;
        failed.incrementAndGet();
        // From the end of the attempt: one that ran into its timeout took longer than a short pause.
        nextAttempt = clock.instant().plus(backoff.after(failures));
        String reason = String.valueOf(e.getMessage());
        alerts.forEach(alert -> record(alert, State.WAITING, attempts(alert) + 1, "", reason));
        LOG.atWarn()
                .addKeyValue("notifier", notifier.name())
                .addKeyValue("destination", destination)
                .addKeyValue("alerts", alerts.size())
                .addKeyValue("attempt", failures)
                .addKeyValue("nextAttempt", nextAttempt)
                .addKeyValue("waiting", waiting.size())
                .addKeyValue("reason", reason)
                .log("alert not accepted, will be sent again");
    }

    private int attempts(Alert alert) {
        return log.find(alert.alertId(), destination)
                .map(AlertDelivery::attempts)
                .orElse(0);
    }

    private void record(Alert alert, State state, int attempts, String receipt, String reason) {
        log.record(new AlertDelivery(alert.alertId(), destination, state, attempts, receipt, reason, clock.instant()));
    }
}
