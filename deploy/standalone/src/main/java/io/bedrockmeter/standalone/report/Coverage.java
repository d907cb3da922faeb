package io.bedrockmeter.standalone.report;

import java.time.Instant;
import java.util.List;

/**
 * How much of the input the numbers stand for.
 *
 * @param asOf when the totals were read
 * @param recordsRead records found in the input, duplicates included
 * @param accepted of these, ones that were metered
 * @param refused of these, ones that were not; files that could not be read count as one
 * @param requests distinct requests over all groups and filters
 * @param unpriced of these, ones without a price
 * @param unattributed of these, ones no source gave a tag for
 * @param unpricedModels what has no price, most tokens first
 * @param refusals the first refused inputs, in the order they were met
 */
public record Coverage(
        Instant asOf,
        long recordsRead,
        long accepted,
        long refused,
        long requests,
        long unpriced,
        long unattributed,
        List<UnpricedModel> unpricedModels,
        List<RefusedInput> refusals) {

    /** How many refused inputs are listed one by one. */
    public static final int MAX_LISTED = 100;

    /** What no invocation log holds, so no report over logs can. */
    static final List<String> OUTSIDE_THE_LOGS = List.of(
            "bedrock-mantle calls without a usage event",
            "provisioned throughput (billed by the hour)",
            "batch inference");

    public Coverage {
        unpricedModels =
                unpricedModels.stream().sorted(UnpricedModel.MOST_TOKENS_FIRST).toList();
        refusals = refusals.stream().limit(MAX_LISTED).toList();
    }

    /** Tokens without a price. */
    public long unpricedTokens() {
        return unpricedModels.stream().mapToLong(UnpricedModel::tokens).reduce(0, Math::addExact);
    }

    /** How many refused inputs are not in {@link #refusals()}. */
    public long refusalsNotListed() {
        return refused - refusals.size();
    }

    /** How often a request was logged again. */
    public long repeated() {
        return Math.max(0, accepted - requests);
    }
}
