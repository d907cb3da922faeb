package io.bedrockmeter.standalone.report;

import io.bedrockmeter.schemas.model.UnpricedReason;
import java.util.Comparator;

/**
 * Usage of one model that has no price.
 *
 * @param model base model id, or what the caller passed where that is all that is known
 * @param reason why there is no price
 * @param requests requests without a price
 * @param tokens tokens of all kinds in them
 */
public record UnpricedModel(String model, UnpricedReason reason, long requests, long tokens) {

    static final Comparator<UnpricedModel> MOST_TOKENS_FIRST = Comparator.comparingLong(UnpricedModel::tokens)
            .reversed()
            .thenComparing(UnpricedModel::model)
            .thenComparing(UnpricedModel::reason);
}
