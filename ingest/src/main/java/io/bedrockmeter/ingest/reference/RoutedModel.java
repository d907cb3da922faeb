package io.bedrockmeter.ingest.reference;

import io.bedrockmeter.schemas.model.Scope;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The model behind an inference profile.
 *
 * @param baseModel model id without ARN and geographic prefix, empty when unknown
 * @param scope whether the profile routes globally
 */
record RoutedModel(String baseModel, Scope scope) {

    private static final String GLOBAL_PREFIX = "global.";
    private static final String FOUNDATION_MODEL = "foundation-model/";
    private static final String REGIONLESS = ":bedrock:::foundation-model/";

    /** A geographic prefix before provider and model: {@code us.}, {@code apac.}, {@code us-gov.}, whatever comes. */
    private static final Pattern GEOGRAPHIC =
            Pattern.compile("^[a-z]{2,6}(?:-[a-z]{2,4})?\\.(?=[a-z][a-z0-9]*\\.[a-z])");

    /**
     * Works out the model from what an entry says.
     *
     * @param names ids, ARNs and sources of the profile; one with the {@code global.} prefix makes it global
     * @param models model ids or ARNs it routes to, most telling first
     */
    static RoutedModel of(List<String> names, List<String> models) {
        boolean global = names.stream().anyMatch(RoutedModel::isGlobal)
                || models.stream().anyMatch(model -> isGlobal(model) || model.contains(REGIONLESS));
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
