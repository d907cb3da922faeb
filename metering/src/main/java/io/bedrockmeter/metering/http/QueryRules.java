package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.attribution.Taxonomy;
import io.bedrockmeter.metering.query.Calendar;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.schemas.model.Granularity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be asked: which keys there are, and how far back totals reach.
 *
 * @param taxonomy tag keys
 * @param calendar windows in the configured zone
 * @param retention how long windows are kept, from their start; lengths left out are kept for ever
 * @param limits of answers
 * @param clock tells the time now
 */
record QueryRules(
        Taxonomy taxonomy, Calendar calendar, Map<Granularity, Duration> retention, QueryLimits limits, Clock clock) {

    /** A window is gone up to this long before its time, so that none vanishes between planning and reading. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    static QueryRules of(MeteringConfig config, QueryLimits limits, Clock clock) {
        return new QueryRules(config.taxonomy(), new Calendar(config.zone()), config.retention(), limits, clock);
    }

    /** The canonical name of a dimension or tag key, empty when there is none. */
    Optional<String> key(String spelling) {
        if (Grouping.isDimension(spelling)) {
            return Optional.of(spelling);
        }
        return tagKey(spelling);
    }

    /** The canonical name of a tag key, empty when there is none. */
    Optional<String> tagKey(String spelling) {
        return Optional.of(taxonomy.canonical(spelling)).filter(taxonomy::contains);
    }

    /** Every key, tags first. */
    List<String> keys() {
        List<String> keys = new ArrayList<>(taxonomy.keys());
        keys.addAll(Grouping.dimensionNames());
        return keys;
    }

    /** Start of the oldest window of a length that is sure to be kept; empty when all are. */
    Optional<Instant> keptSince(Granularity granularity) {
        return Optional.ofNullable(retention.get(granularity))
                .map(kept -> calendar.nextStart(
                        granularity, clock.instant().minus(kept).plus(MARGIN)));
    }
}
