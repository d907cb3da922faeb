package io.bedrockmeter.metering.attribution;

import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.TagSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Decides tags by a trust order. Pure and thread-safe. */
public final class Attributor {

    /** Tags outside the taxonomy that are kept on a ledger entry; further ones, by key order, are left out. */
    static final int MAX_OTHER_TAGS = 50;

    private final Taxonomy taxonomy;
    private final List<TagSource> trustOrder;
    private final Map<String, String> defaults;

    /**
     * An attributor.
     *
     * @param trustOrder sources, most trusted first; sources left out are not believed at all
     * @param defaults value by taxonomy key for what no source said; UNATTRIBUTED where absent
     */
    public Attributor(Taxonomy taxonomy, List<TagSource> trustOrder, Map<String, String> defaults) {
        this.taxonomy = taxonomy;
        this.trustOrder = trustOrder.stream()
                .filter(source -> source != TagSource.DEFAULT)
                .distinct()
                .toList();
        this.defaults = Map.copyOf(defaults);
    }

    public Taxonomy taxonomy() {
        return taxonomy;
    }

    /** Decides from what each source said, by key as it spelled it. Sources that are absent said nothing. */
    public Attribution attribute(Map<TagSource, Map<String, String>> saidBySource) {
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (TagSource source : trustOrder) {
            Map<String, String> said = saidBySource.get(source);
            if (said != null) {
                canonical(said)
                        .forEach((key, value) ->
                                verdicts.merge(key, new Verdict(value, source, false), Verdict::withLessTrusted));
            }
        }
        return decide(verdicts);
    }

    private Attribution decide(Map<String, Verdict> verdicts) {
        Map<String, String> dimensionTags = new LinkedHashMap<>();
        List<AttributedTag> tags = new ArrayList<>();
        boolean attributed = false;
        for (String key : taxonomy.keys()) {
            Verdict verdict = verdicts.remove(key);
            attributed |= verdict != null;
            AttributedTag tag = verdict == null
                    ? new AttributedTag(
                            key, defaults.getOrDefault(key, Dimensions.UNATTRIBUTED), TagSource.DEFAULT, false)
                    : verdict.tag(key);
            dimensionTags.put(key, tag.value());
            tags.add(tag);
        }
        verdicts.entrySet().stream()
                .limit(MAX_OTHER_TAGS)
                .forEach(other -> tags.add(other.getValue().tag(other.getKey())));
        return new Attribution(dimensionTags, tags, attributed);
    }

    /**
     * One source's tags by canonical key. Where it spelled one key in several ways, the canonical spelling wins, then the
     * first in text order, so that the outcome does not depend on the order in a map.
     */
    private Map<String, String> canonical(Map<String, String> said) {
        Map<String, String> canonical = new LinkedHashMap<>();
        for (Map.Entry<String, String> tag : (said.size() > 1 ? new TreeMap<>(said) : said).entrySet()) {
            String value = clean(tag.getValue());
            if (!value.isEmpty()) {
                String key = taxonomy.canonical(tag.getKey());
                if (key.equals(tag.getKey())) {
                    canonical.put(key, value);
                } else {
                    canonical.putIfAbsent(key, value);
                }
            }
        }
        return canonical;
    }

    private static String clean(String value) {
        String trimmed = value.strip();
        return trimmed.length() <= Taxonomy.MAX_VALUE_LENGTH
                ? trimmed
                : trimmed.substring(0, Taxonomy.MAX_VALUE_LENGTH);
    }

    private record Verdict(String value, TagSource source, boolean conflict) {

        Verdict withLessTrusted(Verdict lessTrusted) {
            return conflict || value.equals(lessTrusted.value) ? this : new Verdict(value, source, true);
        }

        AttributedTag tag(String key) {
            return new AttributedTag(key, value, source, conflict);
        }
    }
}
