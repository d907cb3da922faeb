package io.bedrockmeter.metering.request;

import io.bedrockmeter.metering.rating.CompiledSchedule;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import java.time.Instant;
import java.util.Optional;

/**
 * Reference data that invocations are decided with. Each thing that can be looked up has a key, also while it is unknown,
 * so that a decision can be made again when the key's value changes.
 */
public interface References {

    /** The key of the discounts that hold for every account. */
    String COMMON_DISCOUNTS_KEY = discountsKey(DiscountCard.ANY);

    /** The key that changes whenever a model gets its first rate card or loses its last. */
    String ANY_RATES_KEY = "rates:*";

    /** A profile by its ARN or by the id at the end of it. */
    Optional<Profile> profile(String arnOrId);

    Optional<Project> project(String id);

    /** The rate cards of a base model. */
    Optional<CompiledSchedule> schedule(String model);

    /** The discount in force for calls of an account, empty text where it is unknown, to a base model. */
    Optional<DiscountCard> discount(String account, String model, Instant time);

    /** Base models that have rate cards. */
    Iterable<String> ratedModels();

    /** Grows with every change of any of this. */
    long version();

    /**
     * Of the times at which something begins or ceases to hold, how many are not after {@code timeMs}: at two times of the
     * same era the same reference data is in force.
     */
    int era(long timeMs);

    /** Key of a profile; the same for its ARN and its id. */
    static String profileKey(String arnOrId) {
        return "profile:" + idOf(arnOrId);
    }

    static String projectKey(String id) {
        return "project:" + id;
    }

    static String ratesKey(String model) {
        return "rates:" + model;
    }

    /** Key of the discounts of an account, or of every account: {@link DiscountCard#ANY}. */
    static String discountsKey(String account) {
        return DiscountSchedule.KEY_PREFIX + account;
    }

    /** What follows the last slash of an ARN, or the text itself. */
    static String idOf(String arnOrId) {
        return arnOrId.substring(arnOrId.lastIndexOf('/') + 1);
    }
}
