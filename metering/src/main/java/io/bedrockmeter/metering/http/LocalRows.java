package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.Slice;
import io.bedrockmeter.metering.query.Tally;
import io.bedrockmeter.runtime.http.ErrorCode;
import io.bedrockmeter.runtime.http.Problem;
import io.bedrockmeter.runtime.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Adds up the rows of this instance. Blocks. */
final class LocalRows {

    private static final int ROWS_BETWEEN_LOOKS = 1 << 12;

    private final UsageSource source;
    private final QueryRules rules;

    LocalRows(UsageSource source, QueryRules rules) {
        this.source = source;
        this.rules = rules;
    }

    /**
     * The share of this instance.
     *
     * @param partitions that this instance holds
     * @throws SourceUnavailableException while the totals, or as of when they are, cannot be told
     * @throws ProblemException when it takes longer than the deadline
     */
    InstanceRows rows(Question question, int maxGroups, List<Integer> partitions) {
        Instant asOf = source.asOf()
                .orElseThrow(() -> new SourceUnavailableException("it is not known yet as of when the totals are"));
        Tally tally = new Tally(question, rules.calendar(), maxGroups);
        Consumer<UsageRow> counted = new Deadline(tally::add, rules.limits().deadline());
        for (Slice slice : question.slices(rules.calendar())) {
            source.rows(slice.granularity(), slice.from(), slice.to(), counted);
        }
        return new InstanceRows(asOf, partitions, source.coverageFacts(), tally.groups());
    }

    /** Looks at the clock now and then. */
    private static final class Deadline implements Consumer<UsageRow> {
        private final Consumer<UsageRow> next;
        private final Duration allowed;
        private final long startNs = System.nanoTime();
        private int rows;

        Deadline(Consumer<UsageRow> next, Duration allowed) {
            this.next = next;
            this.allowed = allowed;
        }

        @Override
        public void accept(UsageRow row) {
            if (++rows % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - startNs > allowed.toNanos()) {
                throw new ProblemException(Problem.passing(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "the totals could not be read within " + allowed.toMillis() + " ms",
                        Duration.ofSeconds(1)));
            }
            next.accept(row);
        }
    }
}
