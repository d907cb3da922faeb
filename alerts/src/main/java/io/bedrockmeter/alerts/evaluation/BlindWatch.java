package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.BlindRule;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.runtime.config.Durations;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.SourceReport;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Looks by the clock of the machine, for nothing arrives when something is missing: at what ingest reports about its sources,
 * and at all usage of the last hour. Whatever is wrong is told only after somebody has watched for five minutes without a
 * break, so that a start, or a laptop that wakes up, finds its sources again first.
 */
final class BlindWatch implements Watches.Watch {

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

    /** Nobody watched when there was no look for so long. */
    private static final Duration BREAK = Duration.ofMinutes(1);

    private static final Duration GRACE = Duration.ofMinutes(5);

    /** Ingest reports every five seconds. */
    private static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    /** A source that nobody has reported for so long is forgotten. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    private static final Duration SHARE_WINDOW = Duration.ofHours(1);

    /** Fewer requests have no share worth telling. */
    private static final int FEWEST_REQUESTS = 20;

    private static final int SEEN = 0;
    private static final String ALL_USAGE = "";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final BlindRules rules;
    private final Contributions contributions;
    private final SourceTable sources;
    private final Outages outages;
    private Instant lastLook = Instant.MIN;
    private Instant watchingSince = Instant.MIN;

    BlindWatch(BlindRules rules, Contributions contributions, SourceTable sources, Outages outages) {
        this.rules = rules;
        this.contributions = contributions;
        this.sources = sources;
        this.outages = outages;
    }

    @Override
    public void changed(Slot slot) {
        // All that counts is looked at in each look.
    }

    @Override
    public void look(Instant since, Instant now) {
        if (now.isBefore(lastLook.plus(LOOK_INTERVAL)) && !now.isBefore(lastLook)) {
            return;
        }
        if (lastLook.equals(Instant.MIN) || now.isAfter(lastLook.plus(BREAK)) || now.isBefore(lastLook)) {
            watchingSince = now;
        }
        lastLook = now;
        List<SourceReport> reports = sources.all();
        reports.forEach(report -> lookAt(report, now));
        lookAtUsage(reports, now);
    }

    @Override
    public void forget() {
        lastLook = Instant.MIN;
    }

    private void lookAt(SourceReport report, Instant now) {
        String source = report.source();
        if (report.reportedAt().isBefore(now.minus(FORGOTTEN_AFTER))) {
            outages.forget(source);
            outages.store().delete(outages.scope(), SEEN, source);
            return;
        }
        boolean isReported = !report.reportedAt().isBefore(now.minus(SILENT_AFTER));
        SeenSource seen = seen(source, now);
        if (isReported) {
            seen = seen.living();
            seen.hours().watch(now);
        }
        if (report.lastEventAt().isAfter(Instant.EPOCH)) {
            seen = seen.withEvent(report.lastEventAt());
        }
        put(source, seen);
        if (seen.alive()) {
            boolean isBehind = lookForLag(report, isReported, seen, now);
            if (isReported && !isBehind && seen.lastEvent().isAfter(Instant.EPOCH)) {
                lookForEvents(BlindRule.DELIVERY_STOPPED, source, seen, now);
            }
        }
    }

    private boolean lookForLag(SourceReport report, boolean isReported, SeenSource seen, Instant now) {
        Instant completeAt = report.completeAt().equals(Instant.EPOCH) ? seen.firstSeen() : report.completeAt();
        boolean isBackfilling = isReported && report.problem().isEmpty() && report.backfillLeftMs() > 0;
        boolean isBehind = !isBackfilling && completeAt.isBefore(now.minus(rules.freshnessLag()));
        String observed;
        if (!isReported) {
            observed = "nobody has reported on it since " + report.reportedAt();
        } else if (report.problem().isEmpty()) {
            observed = "complete up to " + completeAt;
        } else {
            observed = "complete up to " + completeAt + ": " + report.problem();
        }
        String expected = "at most " + Durations.format(rules.freshnessLag()) + " behind";
        settle(BlindRule.SOURCE_BEHIND, report.source(), isBehind, completeAt, observed, expected, now);
        return isBehind;
    }

    private void lookForEvents(BlindRule rule, String source, SeenSource seen, Instant now) {
        Duration missing = seen.hours().expected(seen.lastEvent(), now, rules.week());
        boolean isMissing = missing.compareTo(rules.noDataFor()) >= 0;
        String observed = "the last event is of " + seen.lastEvent();
        String expected =
                "at most " + Durations.format(rules.noDataFor()) + " without any, in hours that usually have some";
        settle(rule, source, isMissing, seen.lastEvent(), observed, expected, now);
    }

    private void lookAtUsage(List<SourceReport> reports, Instant now) {
        SeenSource seen = seen(ALL_USAGE, now);
        seen.hours().watch(now);
        SortedMap<Instant, Spend> minutes = contributions.slots(
                outages.scope(), Series.MINUTE, ALL_USAGE, now.minus(Series.MINUTES_KEPT), now.plusMillis(1));
        for (SortedMap.Entry<Instant, Spend> minute : minutes.entrySet()) {
            if (minute.getValue().requests() > 0) {
                seen = seen.withEvent(minute.getKey());
            }
        }
        put(ALL_USAGE, seen);
        if (seen.lastEvent().isAfter(Instant.EPOCH) && !isExplained(reports)) {
            lookForEvents(BlindRule.NO_DATA, ALL_USAGE, seen, now);
        }
        Spend hour = minutes.tailMap(now.minus(SHARE_WINDOW)).values().stream().reduce(Spend.NONE, Spend::plus);
        if (hour.requests() >= FEWEST_REQUESTS) {
            lookAtShare(BlindRule.UNPRICED, hour.unpriced(), hour.requests(), rules.unpricedShare(), now);
            lookAtShare(BlindRule.UNATTRIBUTED, hour.unattributed(), hour.requests(), rules.unattributedShare(), now);
        }
    }

    /** Whether each source has told why nothing arrives. */
    private boolean isExplained(List<SourceReport> reports) {
        return !reports.isEmpty()
                && reports.stream()
                        .allMatch(report -> outages.isTold(BlindRule.SOURCE_BEHIND, report.source())
                                || outages.isTold(BlindRule.DELIVERY_STOPPED, report.source()));
    }

    private void lookAtShare(BlindRule rule, long part, long requests, BigDecimal limit, Instant now) {
        boolean isTooMuch =
                BigDecimal.valueOf(part).multiply(HUNDRED).compareTo(limit.multiply(BigDecimal.valueOf(requests))) > 0;
        String observed = part + " of " + requests + " requests of the last hour";
        String expected = "at most " + limit.toPlainString() + " %";
        settle(rule, ALL_USAGE, isTooMuch, now, observed, expected, now);
    }

    private void settle(
            BlindRule rule,
            String source,
            boolean isBlind,
            Instant since,
            String observed,
            String expected,
            Instant now) {
        if (!isBlind) {
            outages.clear(rule, source, observed, expected, now);
        } else if (!now.isBefore(watchingSince.plus(GRACE))) {
            outages.blind(rule, source, new AlertEvidence.Blind(since, observed, expected), now);
        }
    }

    private SeenSource seen(String source, Instant now) {
        return outages.store()
                .find(outages.scope(), SEEN, source)
                .map(SeenSource::of)
                .orElseGet(() -> SeenSource.startingAt(now));
    }

    private void put(String source, SeenSource seen) {
        outages.store().put(outages.scope(), SEEN, source, seen.toBytes());
    }
}
