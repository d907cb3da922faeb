package io.bedrockmeter.ingest.reference;

import io.bedrockmeter.schemas.model.Scope;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The model behind an inference profile. AWS has no field that tells whether a profile was copied from a {@code global.}
 * one. It counts as global when one of its names or models has that prefix, when a model's ARN names no Region, or when its
 * models lie on several continents, which no geographic profile spans.
 *
 * @param baseModel model id without ARN and geographic prefix, empty when unknown
 * @param scope whether the profile routes globally
 */
public record RoutedModel(String baseModel, Scope scope) {

    private static final String GLOBAL_PREFIX = "global.";
    private static final String FOUNDATION_MODEL = "foundation-model/";
    private static final String REGIONLESS = ":bedrock:::foundation-model/";

    private static final Pattern CONTINENT = Pattern.compile("^arn:[a-z-]+:bedrock:(us|eu|ap)-");

    /** A geographic prefix before provider and model: {@code us.}, {@code apac.}, {@code us-gov.}, whatever comes. */
    private static final Pattern GEOGRAPHIC =
            Pattern.compile("^[a-z]{2,6}(?:-[a-z]{2,4})?\\.(?=[a-z][a-z0-9]*\\.[a-z])");

    /**
     * Works out the model from what an entry says.
     *
     * @param names ids, ARNs and sources of the profile; one with the {@code global.} prefix makes it global
     * @param models model ids or ARNs it routes to, most telling first
     */
    public static RoutedModel of(List<String> names, List<String> models) {
        boolean global = names.stream().anyMatch(RoutedModel::isGlobal)
                || models.stream().anyMatch(model -> isGlobal(model) || model.contains(REGIONLESS))
                || models.stream().flatMap(RoutedModel::continent).distinct().count() > 1;
        String base = models.stream()
                .map(RoutedModel::baseModel)
                .filter(model -> !model.isEmpty())
                .findFirst()
                .orElseGet(() -> names.stream()
                        .filter(name -> name.contains(":inference-profile/") || !name.startsWith("arn:"))
                        .map(RoutedModel::baseModel)
                        .filter(model -> model.contains("."))
                        .findFirst()
                        .orElse(""));
        return new RoutedModel(base, global ? Scope.GLOBAL : Scope.REGIONAL);
    }

    /** The continent of a model's ARN, of those that AWS's geographic profiles never mix. */
    private static Stream<String> continent(String model) {
        Matcher arn = CONTINENT.matcher(model);
        return arn.find() ? Stream.of(arn.group(1)) : Stream.empty();
    }

    private static boolean isGlobal(String name) {
        return resource(name).startsWith(GLOBAL_PREFIX);
    }

    private static String baseModel(String model) {
        int foundation = model.indexOf(FOUNDATION_MODEL);
        String id = foundation >= 0 ? model.substring(foundation + FOUNDATION_MODEL.length()) : resource(model);
        return GEOGRAPHIC.matcher(id).replaceFirst("");
    }

    /** What follows the last slash of an ARN. */
    private static String resource(String name) {
        return name.startsWith("arn:") ? name.substring(name.lastIndexOf('/') + 1) : name;
    }
}
