package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import io.bedrockmeter.metering.query.TimeRange;
import io.bedrockmeter.metering.rating.Prices;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What rules may look at. */
public interface Evidence {

    /** The time looked at; bounded. */
    TimeRange range();

    /** The time before, just as long. */
    TimeRange previousRange();

    /** Conditions that everything is looked at under. */
    List<RowFilter> filters();

    /** Tag keys there are. */
    List<String> tagKeys();

    /** Everything in the range. */
    Totals total();

    /**
     * Totals of each group in a time.
     *
     * @throws NotAnswerableException when totals of that time are no longer kept
     */
    Map<GroupKey, Totals> totals(Question question);

    /** List prices. */
    Prices prices();

    /** As of when prices are looked up: the end of the range, or now where that is to come. */
    Instant pricedAt();
}
