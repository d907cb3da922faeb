package io.bedrockmeter.metering.query;

import io.bedrockmeter.schemas.model.Dimensions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something usage can be grouped or filtered by: one of the fixed dimensions, or a tag key.
 *
 * @param name name in questions and answers
 * @param value reads the value of a cell
 */
public record Grouping(String name, Function<Dimensions, String> value) {

    private static final Map<String, Function<Dimensions, String>> DIMENSIONS = Map.of(
            "account", Dimensions::account,
            "region", Dimensions::region,
            "model", Dimensions::model,
            "modelAsCalled", Dimensions::modelAsCalled,
            "scope", Dimensions::scope,
            "profile", Dimensions::profile,
            "project", Dimensions::project,
            "principal", Dimensions::principal,
            "operation", Dimensions::operation,
            "tier", Dimensions::tier);

    /** Names of the fixed dimensions, sorted; every other name is a tag key. */
    public static List<String> dimensionNames() {
        return DIMENSIONS.keySet().stream().sorted().toList();
    }

    /** Whether the name is a fixed dimension rather than a tag key. */
    public static boolean isDimension(String name) {
        return DIMENSIONS.containsKey(name);
    }

    /** The dimension of that name, or else the tag key; a tag that nobody gave is {@link Dimensions#UNATTRIBUTED}. */
    public static Grouping of(String name) {
        Function<Dimensions, String> byTag =
                dimensions -> dimensions.tags().getOrDefault(name, Dimensions.UNATTRIBUTED);
        return new Grouping(name, Optional.ofNullable(DIMENSIONS.get(name)).orElse(byTag));
    }

    /** The tag keys among some names. */
    public static List<String> tagKeys(Stream<String> names) {
        return names.filter(name -> !isDimension(name)).distinct().toList();
    }
}
