package io.bedrockmeter.metering.explain;

import io.bedrockmeter.metering.request.RequestState;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.KafkaUnavailableException;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the history of a request that the rate stage remembers, in little time: what is remembered tells when to look. Most
 * requests were heard of once, so the minutes around that time are read first; only where lines of the ledger are missing
 * (the entry in force says how many there are) everything since the call is read, until the time is over. Thread-safe.
 */
public final class HistorySearch {

    private static final Logger LOG = LoggerFactory.getLogger(HistorySearch.class);

    /** Between writing a record, hearing of it and entering it, while nothing lags behind; and for clocks that disagree. */
    private static final Duration AROUND = Duration.ofMinutes(2);

    /** Calls dated up to two hours ahead are entered; the rest is for clocks that disagree. */
    private static final Duration AHEAD = Duration.ofHours(3);

    /** After everything that is on the topics now. */
    private static final Duration TO_THE_END = Duration.ofDays(1);

    private final KafkaSettings kafka;
    private final Duration limit;

    /** @param limit how long to look */
    public HistorySearch(KafkaSettings kafka, Duration limit) {
        this.kafka = kafka;
        this.limit = limit;
    }

    /** What is remembered of the request, with what the topics could tell of it in time. Blocks. */
    public History find(String requestId, RequestState state) {
        long startNs = System.nanoTime();
        BooleanSupplier late = () -> System.nanoTime() - startNs > limit.toNanos();
        Instant heard = Instant.ofEpochMilli(state.touchedAtMs());
        History history = history(state, nothing(requestId), Optional.empty());
        try (RequestTopics topics = new RequestTopics(kafka, requestId, limit)) {
            Instant since = heard.minus(AROUND);
            history = history(state, topics.written(since, heard.plus(AROUND), late), Optional.of(since));
            if (!history.complete() && !late.getAsBoolean()) {
                Instant called = state.invocation()
                        .map(call -> Instant.ofEpochMilli(call.timestampMs()))
                        .orElse(heard);
                since = (called.isBefore(heard) ? called : heard).minus(AHEAD);
                Instant end = Instant.now().plus(TO_THE_END);
                history = history(state, topics.written(since, end, late), Optional.of(since));
            }
        } catch (KafkaUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("the history of a request cannot be read: what is remembered of it is told");
        }
        return history;
    }

    /** What is remembered with what was found. The record that counts is told in any case. */
    private static History history(RequestState state, Explanation found, Optional<Instant> since) {
        List<Sighting<Invocation>> invocations = found.invocations().isEmpty()
                ? state.invocation()
                        .map(call -> List.of(
                                Sighting.remembered(call.invocation(), Instant.ofEpochMilli(state.touchedAtMs()))))
                        .orElse(List.of())
                : found.invocations();
        Explanation explanation =
                new Explanation(found.requestId(), invocations, found.tagEvents(), found.lines(), state.entry());
        return new History(explanation, isComplete(state, found), since);
    }

    /** Whether every line from the first entry to the one in force is there. */
    private static boolean isComplete(RequestState state, Explanation found) {
        if (state.entry().isEmpty()) {
            return !found.tagEvents().isEmpty();
        }
        LedgerEntry entry = state.entry().get();
        while (has(found, entry.revision(), 1) && entry.reason() != EntryReason.FIRST) {
            Optional<LedgerEntry> before = line(found, entry.revision() - 1, 1);
            if (before.isEmpty() || !has(found, entry.revision(), -1)) {
                return false;
            }
            entry = before.get();
        }
        return entry.reason() == EntryReason.FIRST && has(found, entry.revision(), 1);
    }

    private static boolean has(Explanation found, int revision, int sign) {
        return line(found, revision, sign).isPresent();
    }

    private static Optional<LedgerEntry> line(Explanation found, int revision, int sign) {
        return found.lines().stream()
                .map(Sighting::value)
                .filter(line -> line.revision() == revision && line.sign() == sign)
                .findFirst();
    }

    private static Explanation nothing(String requestId) {
        return new Explanation(requestId, List.of(), List.of(), List.of());
    }
}
