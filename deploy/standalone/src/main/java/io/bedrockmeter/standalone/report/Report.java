package io.bedrockmeter.standalone.report;

import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Totals and what they stand for. */
public record Report(UsageAnswer answer, Coverage coverage) {

    static final String WINDOW = "windowStart";

    /** Names of what a group has a value of: the window first, where windows are told apart. */
    List<String> keyNames() {
        List<String> names = new ArrayList<>();
        answer.granularity().ifPresent(length -> names.add(WINDOW));
        names.addAll(answer.groupBy());
        return names;
    }

    /** The values of a group, in the order of {@link #keyNames()}. */
    List<String> keyValues(UsageGroup group) {
        List<String> values = new ArrayList<>();
        Optional<Instant> window =
                answer.granularity().flatMap(length -> group.key().windowStart());
        window.ifPresent(start -> values.add(start.toString()));
        values.addAll(group.key().values());
        return values;
    }

    /** The measures to print: the usual ones, and others that anything was counted of. */
    List<Measure> measures() {
        return Measure.of(answer.total());
    }
}
