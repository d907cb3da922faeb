package io.bedrockmeter.metering.rates.aws;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.bedrockmeter.metering.rates.BundledRateCards;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the names of price lists ({@code Claude Sonnet 4.6}, {@code Nova Micro}, {@code Nova 2.0 Lite}) to base model ids.
 *
 * <p>Both sides are reduced to the same form: the id loses provider, date and version 1, and both lose everything but
 * letters and digits. {@code anthropic.claude-3-5-sonnet-20241022-v2:0} becomes {@code claude35sonnetv2}, as does
 * "Claude 3.5 Sonnet v2". Only a name that fits exactly one known id is mapped. Names that the rule cannot tell are listed
 * in {@code /rates/aws-model-names.yaml}.
 */
public final class ModelNames {

    private static final String RESOURCE = "/rates/aws-model-names.yaml";

    private static final Pattern ID = Pattern.compile(
            "(?<provider>[a-z0-9]+)\\.(?<name>.+?)(-[0-9]{8})?(-v(?<version>[0-9]+)(:[0-9]+)*|-[0-9]+:[0-9]+)?");
    private static final Pattern POINT_ZERO = Pattern.compile("(?<=[0-9])\\.0(?![0-9.])");
    private static final Pattern TUNED = Pattern.compile("-(instruct|chat|it)$");

    private final Map<String, Set<String>> idsByName = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    private ModelNames(Collection<String> baseModels, Map<String, String> aliases) {
        baseModels.forEach(this::index);
        aliases.forEach((name, id) -> this.aliases.put(reduced(name), id));
    }

    /** Names of these models, with exceptions to the rule by name. */
    public static ModelNames of(Collection<String> baseModels, Map<String, String> aliases) {
        return new ModelNames(baseModels, aliases);
    }

    /** Names of the bundled models and any further ones, with the exceptions we ship. */
    public static ModelNames bundledAnd(Collection<String> furtherModels) {
        Set<String> models = new HashSet<>(furtherModels);
        for (RateSchedule schedule : BundledRateCards.load()) {
            models.add(schedule.model());
        }
        return new ModelNames(models, shippedAliases());
    }

    /** Every id a name may stand for: one where it is certain, none or several where it is not. */
    public List<String> ids(String name) {
        String reduced = reduced(name);
        String alias = aliases.get(reduced);
        return alias != null ? List.of(alias) : List.copyOf(idsByName.getOrDefault(reduced, Set.of()));
    }

    private void index(String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return;
        }
        String version = parts.group("version");
        String suffix = version == null || version.equals("0") || version.equals("1") ? "" : "v" + version;
        String name = parts.group("name");
        for (String variant : List.of(name, TUNED.matcher(name).replaceFirst(""))) {
            add(variant + suffix, id);
            add(parts.group("provider") + variant + suffix, id);
        }
    }

    private void add(String name, String id) {
        idsByName.computeIfAbsent(reduced(name), key -> new TreeSet<>()).add(id);
    }

    private static String reduced(String name) {
        String lower = POINT_ZERO.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        StringBuilder reduced = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                reduced.append(c);
            }
        }
        return reduced.toString();
    }

    private static Map<String, String> shippedAliases() {
        try (InputStream in = ModelNames.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new YAMLMapper().readValue(in, new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
