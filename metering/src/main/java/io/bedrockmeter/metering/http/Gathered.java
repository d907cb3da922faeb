package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What all instances together know about a question.
 *
 * @param asOf the earliest of any instance
 * @param facts about coverage
 * @param groups in no order
 * @param missing parts that did not come, empty when the answer is whole
 */
record Gathered(Instant asOf, CoverageFacts facts, Map<GroupKey, Totals> groups, List<Partial> missing) {}
