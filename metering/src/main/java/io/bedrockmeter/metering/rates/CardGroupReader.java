package io.bedrockmeter.metering.rates;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.rating.RegionPattern;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one element of {@code cards}: what the prices hold for, and one price or a mapping of prices by unit. */
final class CardGroupReader {

    private static final Set<String> KEYS = Set.of(
            "scope",
            "region",
            "tier",
            "minPromptTokens",
            "effectiveFrom",
            "effectiveTo",
            "per",
            "unit",
            "price",
            "prices");
    private static final Pattern TIER = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Map<String, Unit> UNITS =
            Arrays.stream(Unit.values()).collect(Collectors.toUnmodifiableMap(Unit::fieldName, unit -> unit));
    private static final String UNIT_NAMES =
            Arrays.stream(Unit.values()).map(Unit::fieldName).collect(Collectors.joining(", "));

    private final RateLayer layer;
    private final String source;
    private final String version;
    private final EffectiveTimes times;
    private final List<String> problems;

    CardGroupReader(
            RateLayer layer, String source, String version, Optional<Instant> defaultFrom, List<String> problems) {
        this.layer = layer;
        this.source = source;
        this.version = version;
        this.times = new EffectiveTimes(defaultFrom);
        this.problems = problems;
    }

    /** The cards of a group; none when it has a problem. */
    List<RateCard> read(Fields group) {
        int before = problems.size();
        group.allow(KEYS);
        Scope scope = scope(group);
        String region = region(group);
        String tier = tier(group);
        long minPromptTokens = minPromptTokens(group);
        Instant from = times.from(group);
        Optional<Instant> to = times.to(group, from);
        Map<Unit, BigDecimal> prices = prices(group, per(group));
        if (problems.size() > before) {
            return List.of();
        }
        List<RateCard> cards = new ArrayList<>(prices.size());
        prices.forEach((unit, price) -> cards.add(
                new RateCard(scope, region, tier, unit, minPromptTokens, price, from, to, layer, source, version)));
        return cards;
    }

    private static Scope scope(Fields group) {
        String name = group.text("scope").orElse(Scope.REGIONAL.wireName());
        for (Scope scope : Scope.values()) {
            if (scope.wireName().equals(name)) {
                return scope;
            }
        }
        group.problem("scope", "expected regional or global, got " + Fields.quoted(group.node("scope")));
        return Scope.REGIONAL;
    }

    private static String region(Fields group) {
        String region = group.text("region").orElse(RateCard.ANY_REGION);
        if (!RegionPattern.isValid(region)) {
            group.problem(
                    "region",
                    "expected a Region such as us-east-1, a pattern such as us-*, or *, got "
                            + Fields.quoted(group.node("region")));
        }
        return region;
    }

    private static String tier(Fields group) {
        String tier = group.text("tier").orElse(RateCard.DEFAULT_TIER);
        if (!TIER.matcher(tier).matches()) {
            group.problem(
                    "tier",
                    "expected a service tier such as default or flex, got " + Fields.quoted(group.node("tier")));
        }
        return tier;
    }

    private static long minPromptTokens(Fields group) {
        JsonNode node = group.node("minPromptTokens");
        if (node.isMissingNode()) {
            return 0;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            group.problem("minPromptTokens", "expected a whole number of 0 or more, got " + Fields.quoted(node));
            return 0;
        }
        return node.longValue();
    }

    private static Per per(Fields group) {
        Optional<String> text = group.text("per");
        Optional<Per> per = text.isEmpty() ? Optional.of(Per.ONE) : Per.of(text.get());
        if (per.isEmpty()) {
            group.problem("per", "expected " + Per.EXPECTED + ", got " + Fields.quoted(group.node("per")));
        }
        return per.orElse(Per.ONE);
    }

    private Map<Unit, BigDecimal> prices(Fields group, Per per) {
        Map<Unit, BigDecimal> prices = new LinkedHashMap<>();
        if (group.has("prices") == group.has("unit") || group.has("unit") != group.has("price")) {
            group.problem("prices", "expected either unit and price, or prices by unit");
        } else if (group.has("unit")) {
            price(group, group.text("unit").orElse(""), "unit", "price", per, prices);
        } else {
            Fields byUnit = new Fields(group.node("prices"), group.path("prices"), problems);
            group.node("prices").fieldNames().forEachRemaining(unit -> price(byUnit, unit, unit, unit, per, prices));
        }
        return prices;
    }

    private static void price(
            Fields fields, String unitName, String unitKey, String priceKey, Per per, Map<Unit, BigDecimal> prices) {
        Unit unit = UNITS.get(unitName);
        Optional<BigDecimal> price = fields.text(priceKey).flatMap(Price::parse);
        if (unit == null) {
            fields.problem(unitKey, "unknown unit, expected one of " + UNIT_NAMES);
        } else if (!per.suits(unit)) {
            fields.problem(unitKey, "is no duration and cannot be priced per " + per.text());
        } else if (price.isEmpty()) {
            fields.problem(
                    priceKey, "expected a decimal number of 0 or more, got " + Fields.quoted(fields.node(priceKey)));
        } else {
            perUnit(fields, priceKey, per, price.get()).ifPresent(exact -> prices.put(unit, exact));
        }
    }

    private static Optional<BigDecimal> perUnit(Fields fields, String key, Per per, BigDecimal price) {
        try {
            return Optional.of(per.perUnit(price));
        } catch (ArithmeticException e) {
            fields.problem(key, "has no exact price per millisecond; give it per second");
            return Optional.empty();
        }
    }
}
