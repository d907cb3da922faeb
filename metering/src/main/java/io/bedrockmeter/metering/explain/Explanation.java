package io.bedrockmeter.metering.explain;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.money.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the topics still tell of one request.
 *
 * @param requestId the request
 * @param invocations log records and usage events of it, in the order of arrival
 * @param tagEvents tag events of it, in the order of arrival
 * @param lines its lines of the ledger, by revision, the reversal before the entry that replaces it
 * @param remembered what the rate stage remembers to have entered; empty where only topics were asked
 */
public record Explanation(
        String requestId,
        List<Sighting<Invocation>> invocations,
        List<Sighting<TagEvent>> tagEvents,
        List<Sighting<LedgerEntry>> lines,
        Optional<LedgerEntry> remembered) {

    private static final Comparator<Sighting<LedgerEntry>> BY_REVISION = Comparator.comparingInt(
                    (Sighting<LedgerEntry> line) -> line.value().revision())
            .thenComparingInt(line -> line.value().sign())
            .thenComparing(Sighting::writtenAt);

    public Explanation {
        invocations = List.copyOf(invocations);
        tagEvents = List.copyOf(tagEvents);
        lines = lines.stream().sorted(BY_REVISION).toList();
    }

    /** What topics alone tell. */
    public Explanation(
            String requestId,
            List<Sighting<Invocation>> invocations,
            List<Sighting<TagEvent>> tagEvents,
            List<Sighting<LedgerEntry>> lines) {
        this(requestId, invocations, tagEvents, lines, Optional.empty());
    }

    /** Whether the ledger knows the request. */
    public boolean isEntered() {
        return !lines.isEmpty() || remembered.isPresent();
    }

    /** Whether any topic knows the request. */
    public boolean isKnown() {
        return isEntered() || !invocations.isEmpty() || !tagEvents.isEmpty();
    }

    /**
     * The entries that have not been taken back: one, or none where the request was never entered. More than one where the
     * request was counted again because a copy of its record arrived after the request horizon. What is remembered counts:
     * lines may not have been found.
     */
    public List<LedgerEntry> inForce() {
        if (remembered.isPresent()) {
            return List.of(remembered.get());
        }
        List<LedgerEntry> inForce = new ArrayList<>();
        for (Sighting<LedgerEntry> line : lines) {
            LedgerEntry entry = line.value();
            if (entry.sign() > 0) {
                inForce.add(entry);
            } else {
                inForce.stream()
                        .filter(earlier -> isTakenBack(earlier, entry))
                        .findFirst()
                        .ifPresent(inForce::remove);
            }
        }
        return List.copyOf(inForce);
    }

    private static boolean isTakenBack(LedgerEntry entry, LedgerEntry reversal) {
        return entry.revision() == reversal.revision() - 1
                && entry.timestamp().equals(reversal.timestamp())
                && entry.dimensions().equals(reversal.dimensions())
                && entry.quantities().negate().equals(reversal.quantities());
    }

    /** What the request costs: as remembered, else the sum of all of its lines. */
    public Money cost() {
        if (remembered.isPresent()) {
            return remembered.get().rating().cost();
        }
        return lines.stream().map(line -> line.value().rating().cost()).reduce(Money.ZERO, Money::plus);
    }
}
