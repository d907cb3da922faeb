package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.GroupKey;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one instance knows about a question.
 *
 * @param asOf everything readable at that time is in it
 * @param partitions of the totals that it holds
 * @param facts about its coverage
 * @param groups its share of each group
 */
record InstanceRows(Instant asOf, List<Integer> partitions, CoverageFacts facts, Map<GroupKey, Totals> groups) {}
