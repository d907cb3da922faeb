package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Arrangement;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;

/**
 * A question and how it is to be answered.
 *
 * @param compared whether the period before is asked for too
 */
record UsageRequest(Question question, Arrangement arrangement, boolean compared) {

    /** The same text for requests with the same answer. */
    String identity() {
        return Digests.hex(
                64,
                String.join(
                        "\n", question.groupBy().stream().map(Grouping::name).toList()),
                String.join(
                        "\n", question.filters().stream().map(RowFilter::text).toList()),
                question.range().toString(),
                question.granularity().toString(),
                arrangement.toString(),
                String.valueOf(compared));
    }
}
