package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Totals;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a {@link UsageQuery}.
 *
 * @param groupBy what each group has a value of
 * @param granularity length of the windows told apart, empty for one total over all time
 * @param groups costliest first
 * @param total the sum of the groups
 */
public record UsageAnswer(
        List<String> groupBy, Optional<Granularity> granularity, List<UsageGroup> groups, Totals total) {

    public UsageAnswer {
        groupBy = List.copyOf(groupBy);
        groups = List.copyOf(groups);
    }
}
