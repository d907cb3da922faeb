package io.bedrockmeter.metering.rates.litellm;

import static java.util.Map.entry;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a field of an entry is the price of, for example {@code input_cost_per_token_above_200k_tokens}.
 *
 * @param tier service tier
 * @param minPromptTokens prompt tokens to exceed, 0 for none
 * @param unit what is counted
 */
record PriceField(String tier, long minPromptTokens, Unit unit) {

    private static final Map<String, Unit> UNITS = Map.ofEntries(
            entry("input_cost_per_token", Unit.INPUT_TOKEN),
            entry("output_cost_per_token", Unit.OUTPUT_TOKEN),
            entry("cache_read_input_token_cost", Unit.CACHE_READ_TOKEN),
            entry("cache_creation_input_token_cost", Unit.CACHE_WRITE_5M_TOKEN),
            entry("cache_creation_input_token_cost_above_1hr", Unit.CACHE_WRITE_1H_TOKEN),
            entry("input_cost_per_image", Unit.INPUT_IMAGE),
            entry("output_cost_per_image", Unit.OUTPUT_IMAGE),
            entry("input_cost_per_audio_per_second", Unit.INPUT_AUDIO_MS),
            entry("output_cost_per_audio_per_second", Unit.OUTPUT_AUDIO_MS),
            entry("input_cost_per_video_per_second", Unit.INPUT_VIDEO_MS),
            entry("output_cost_per_video_per_second", Unit.OUTPUT_VIDEO_MS),
            entry("input_cost_per_query", Unit.SEARCH_UNIT));

    private static final Map<String, String> TIERS = Map.of("batches", "batch", "flex", "flex", "priority", "priority");

    private static final Pattern NAME = Pattern.compile(
            "(?<unit>[a-z0-9_]+?)" + "(_above_(?<thousands>[0-9]{1,6})k_tokens)?(_(?<tier>batches|flex|priority))?");

    private static final BigDecimal MS_PER_SECOND = BigDecimal.valueOf(1_000);

    /** What the field is the price of; empty when rate cards cannot express it. */
    static Optional<PriceField> of(String field) {
        Matcher name = NAME.matcher(field);
        if (!name.matches() || !UNITS.containsKey(name.group("unit"))) {
            return Optional.empty();
        }
        String thousands = name.group("thousands");
        String tier = name.group("tier");
        return Optional.of(new PriceField(
                tier == null ? RateCard.DEFAULT_TIER : TIERS.getOrDefault(tier, tier),
                thousands == null ? 0 : Long.parseLong(thousands) * 1_000,
                UNITS.get(name.group("unit"))));
    }

    /** Whether a field is a price at all, and no description of the model. */
    static boolean isPrice(String field) {
        return field.contains("cost");
    }

    /** The price of one unit of ours: the file counts seconds, we count milliseconds. */
    BigDecimal perUnit(BigDecimal listed) {
        return switch (unit) {
            case INPUT_AUDIO_MS, OUTPUT_AUDIO_MS, INPUT_VIDEO_MS, OUTPUT_VIDEO_MS -> listed.divide(MS_PER_SECOND);
            default -> listed;
        };
    }
}
