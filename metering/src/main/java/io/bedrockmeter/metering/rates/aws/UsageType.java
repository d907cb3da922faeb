package io.bedrockmeter.metering.rates.aws;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A usage type of a price list taken apart. AWS writes the same thing in three ways: {@code
 * USE1-NovaMicro-cache-read-input-token-count-batch}, {@code USE1-MP:USE1_CacheReadInputTokenCount_Global_Batch-Units} and
 * {@code USE1-MP:USE1_cache_read_tokens_global_standard-Units}. All are reduced to words joined by hyphens: a label, what
 * is counted, and qualifiers. A single unknown qualifier makes the row unreadable, because it may change the price.
 *
 * @param label what stands before the counted thing: the model's name on rows of the first kind, else empty
 * @param unit what is counted
 * @param scope regional unless marked global
 * @param tier service tier, as rate cards name it
 * @param longContext whether it is a price for long prompts
 * @param mantle whether it prices calls to the bedrock-mantle endpoint
 */
record UsageType(String label, Unit unit, Scope scope, String tier, boolean longContext, boolean mantle) {

    private static final Pattern PREFIX = Pattern.compile("^[A-Z]{2,4}[0-9]?-(MP:)?([A-Z]{2,4}[0-9]?_)?");
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private static final Pattern SHAPE = Pattern.compile("^(?<label>.*?)-?(?<mantle>mantle-)?(?<modality>text-)?"
            + "(?<counted>cache-reads?(-input)?-tokens?|cached-input-tokens?"
            + "|cache-writes?(-?(?<ttl1>1h|5m|30m))?(-input)?-tokens?"
            + "|input-tokens?|output-tokens?|response-tokens?|search-units?)"
            + "(-count)?(-(?<ttl2>1h|5m|30m))?(?<qualifiers>(-[a-z0-9]+)*)$");

    private static final Map<String, Unit> COUNTED = Map.of(
            "input", Unit.INPUT_TOKEN,
            "output", Unit.OUTPUT_TOKEN,
            "response", Unit.OUTPUT_TOKEN,
            "search", Unit.SEARCH_UNIT);

    /** Kinds of tokens that the log does not count apart: a price for one of them is not the price of all. */
    private static final Pattern OTHER_MODALITY = Pattern.compile(".*(^|-)(speech|audio|video|image)$");

    /** What the usage type says; empty when it is of another form or has a word that is not known. */
    static Optional<UsageType> parse(String usageType) {
        Matcher shape = SHAPE.matcher(words(usageType));
        if (!shape.matches() || OTHER_MODALITY.matcher(shape.group("label")).matches()) {
            return Optional.empty();
        }
        Qualifiers qualifiers = new Qualifiers();
        if (!qualifiers.read(shape.group("qualifiers"))) {
            return Optional.empty();
        }
        String ttl = shape.group("ttl1") == null ? shape.group("ttl2") : shape.group("ttl1");
        Unit unit = unit(shape.group("counted"), ttl);
        if (ttl != null && unit != Unit.CACHE_WRITE_5M_TOKEN && unit != Unit.CACHE_WRITE_1H_TOKEN) {
            return Optional.empty();
        }
        return Optional.of(new UsageType(
                shape.group("label"),
                unit,
                qualifiers.scope,
                qualifiers.tier,
                qualifiers.longContext,
                shape.group("mantle") != null));
    }

    private static String words(String usageType) {
        String bare = PREFIX.matcher(usageType).replaceFirst("");
        boolean marketplace = usageType.contains("MP:");
        if (marketplace && bare.endsWith("-Units")) {
            bare = bare.substring(0, bare.length() - "-Units".length());
        }
        String split = marketplace ? CAMEL.matcher(bare).replaceAll("-") : bare;
        return split.replace('_', '-').toLowerCase(Locale.ROOT);
    }

    /** Writes with a time to live of 30 minutes are the only kind their models have: the default kind. */
    private static Unit unit(String counted, @Nullable String ttl) {
        if (counted.startsWith("cache-write")) {
            return "1h".equals(ttl) ? Unit.CACHE_WRITE_1H_TOKEN : Unit.CACHE_WRITE_5M_TOKEN;
        }
        if (counted.startsWith("cache")) {
            return Unit.CACHE_READ_TOKEN;
        }
        return COUNTED.getOrDefault(counted.substring(0, counted.indexOf('-')), Unit.INPUT_TOKEN);
    }

    /** What follows the counted thing. */
    private static final class Qualifiers {
        private static final Pattern NEXT = Pattern.compile(
                "-(?<word>cross-region-global|cross-region-geo"
                        + "|latency-optimized|long-ctx|long-context|lctx|global|geo|regional|standard|batch|flex|priority)(?=-|$)");

        private Scope scope = Scope.REGIONAL;
        private String tier = RateCard.DEFAULT_TIER;
        private boolean longContext;

        /** Whether every word is known. */
        boolean read(String text) {
            Matcher next = NEXT.matcher(text);
            int position = 0;
            while (position < text.length()) {
                if (!next.region(position, text.length()).lookingAt()) {
                    return false;
                }
                take(next.group("word"));
                position = next.end();
            }
            return true;
        }

        private void take(String word) {
            switch (word) {
                case "global", "cross-region-global" -> scope = Scope.GLOBAL;
                case "batch", "flex", "priority", "latency-optimized" -> tier = word;
                case "lctx", "long-ctx", "long-context" -> longContext = true;
                default -> {
                    // geo, regional and standard say what is the default.
                }
            }
        }
    }
}
