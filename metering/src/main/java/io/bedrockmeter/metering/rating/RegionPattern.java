package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.RateCard;
import java.util.regex.Pattern;

/**
 * The Region of a rate card: an exact Region ({@code eu-west-1}), a prefix pattern ({@code eu-*}, {@code eu-west-*}) or
 * {@code *}. A Region is a geography, a direction and a number ({@code us-gov} + {@code west} + {@code 1}); a pattern names
 * at least the whole geography, so {@code us-*} never reaches GovCloud ({@code us-gov-west-1}) or another partition.
 */
public final class RegionPattern {

    /** What {@link #specificity} answers for a card that does not hold in the Region. */
    public static final int NO_MATCH = -1;

    private static final Pattern VALID =
            Pattern.compile("\\*|[a-z]{2,8}(-[a-z]{1,16}){0,3}-\\*|[a-z]{2,8}(-[a-z]{1,16}){1,3}-[0-9]{1,2}");

    private RegionPattern() {}

    /** Whether a text may stand as the Region of a rate card. */
    public static boolean isValid(String pattern) {
        return VALID.matcher(pattern).matches();
    }

    /**
     * How closely a card's Region fits the Region of a call: the higher the closer, {@link #NO_MATCH} when it does not
     * hold there.
     */
    public static int specificity(String pattern, String region) {
        if (pattern.equals(RateCard.ANY_REGION)) {
            return 0;
        }
        if (!pattern.endsWith("-*")) {
            return pattern.equals(region) ? Integer.MAX_VALUE : NO_MATCH;
        }
        int prefix = pattern.length() - 1;
        boolean fits = prefix > geographyLength(region) && region.regionMatches(0, pattern, 0, prefix);
        return fits ? prefix : NO_MATCH;
    }

    /** Length of what stands before direction and number. */
    private static int geographyLength(String region) {
        int number = region.lastIndexOf('-');
        int direction = number <= 0 ? -1 : region.lastIndexOf('-', number - 1);
        return direction < 0 ? region.length() : direction;
    }
}
