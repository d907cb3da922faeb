package io.bedrockmeter.ingest.aws;

import io.bedrockmeter.ingest.refusal.Rejection;
import io.bedrockmeter.runtime.config.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which tags profiles and projects must and may have. Spellings fold by ignoring case and everything that is no letter or
 * digit; aliases stand for their key. Other keys are free, within AWS's limits for tags of Bedrock resources (API reference,
 * Tag).
 */
public final class TagPolicy {

    /** Most tags of one resource. */
    public static final int MAX_TAGS = 50;

    /** Longest key, in characters. */
    public static final int MAX_KEY_LENGTH = 128;

    /** Longest value, in characters. */
    public static final int MAX_VALUE_LENGTH = 256;

    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9\\s._:/=+@-]*");
    private static final String RESERVED = "aws:";

    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, String> canonicalByFolded = new HashMap<>();

    /**
     * What holds for one key.
     *
     * @param key the key as it is written to AWS
     * @param aliases further spellings, replaced by the key
     * @param required whether every resource must have it, with a value that is not blank
     * @param allowedValues values it may have, in their exact spelling; empty for any
     */
    public record Rule(String key, List<String> aliases, boolean required, Set<String> allowedValues) {

        public Rule {
            aliases = List.copyOf(aliases);
            allowedValues = Set.copyOf(allowedValues);
        }
    }

    /**
     * A policy.
     *
     * @throws IllegalArgumentException with every spelling that two keys claim, that AWS would refuse or that has no letter
     *     or digit, and every allowed value that AWS would refuse
     */
    public TagPolicy(List<Rule> rules) {
        List<String> problems = new ArrayList<>();
        for (Rule rule : rules) {
            if (this.rules.put(rule.key(), rule) != null) {
                problems.add("tag key " + Rejection.quote(rule.key()) + " is listed twice");
            }
            checkKey(rule.key(), problems);
            rule.allowedValues().forEach(value -> checkValue(rule.key(), value, problems));
            claim(rule.key(), rule.key(), problems);
            rule.aliases().forEach(alias -> claim(alias, rule.key(), problems));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The usual keys, Application, Environment, Team, CostCenter and Owner, with their usual spellings; none required. */
    public static TagPolicy standard() {
        return new TagPolicy(List.of(
                free("Application", "app", "applicationId", "appId", "applicationName"),
                free("Environment", "env", "stage"),
                free("Team", "teamId", "teamName"),
                free("CostCenter", "costCentre", "cc"),
                free("Owner")));
    }

    /** Reads {@code tagPolicy} of a section; {@link #standard} where it has none. */
    public static TagPolicy read(Section section) {
        List<Rule> rules = section.sections("tagPolicy", TagPolicy::rule);
        if (rules.isEmpty()) {
            return standard();
        }
        try {
            return new TagPolicy(rules);
        } catch (IllegalArgumentException e) {
            section.problem("tagPolicy", rules.size() + " keys", "a policy without contradictions: " + e.getMessage());
            return standard();
        }
    }

    private static Rule rule(Section section) {
        return new Rule(
                section.text("key", ""),
                section.texts("aliases"),
                section.flag("required", false),
                Set.copyOf(section.texts("allowedValues")));
    }

    private static Rule free(String key, String... aliases) {
        return new Rule(key, List.of(aliases), false, Set.of());
    }

    /** The key that a spelling means, or the spelling itself when it means none. */
    public String canonical(String spelling) {
        return canonicalByFolded.getOrDefault(fold(spelling), spelling);
    }

    /**
     * Tags with their canonical keys, as they may be written.
     *
     * @throws InvalidRequestException with everything that is wrong with them
     */
    public Map<String, String> check(Map<String, String> tags) throws InvalidRequestException {
        List<String> problems = new ArrayList<>();
        Map<String, String> canonical = canonical(tags, problems);
        canonical.forEach((key, value) -> {
            checkKey(key, problems);
            checkValue(key, value, problems);
        });
        rules.values().forEach(rule -> check(rule, canonical, problems));
        if (canonical.size() > MAX_TAGS) {
            problems.add(canonical.size() + " tags: expected at most " + MAX_TAGS);
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return canonical;
    }

    /** Whether AWS keeps a key for its own tags. */
    static boolean isReserved(String key) {
        return key.toLowerCase(Locale.ROOT).startsWith(RESERVED);
    }

    private Map<String, String> canonical(Map<String, String> tags, List<String> problems) {
        Map<String, String> canonical = new LinkedHashMap<>();
        // In the order of the spellings, so that the same tags give the same message.
        new TreeMap<>(tags).forEach((spelling, value) -> {
            String key = canonical(spelling);
            String before = canonical.putIfAbsent(key, value);
            if (before != null && !before.equals(value)) {
                problems.add(
                        "tag " + Rejection.quote(spelling) + " means " + key + ", which is there with another value");
            }
        });
        return canonical;
    }

    private static void check(Rule rule, Map<String, String> tags, List<String> problems) {
        String value = tags.getOrDefault(rule.key(), "");
        if (value.isBlank() && rule.required()) {
            problems.add("tag " + rule.key() + " is missing: the policy requires it");
        } else if (tags.containsKey(rule.key())
                && !rule.allowedValues().isEmpty()
                && !rule.allowedValues().contains(value)) {
            problems.add("tag " + rule.key() + " is " + Rejection.quote(value) + ": expected one of "
                    + String.join(", ", new TreeSet<>(rule.allowedValues())));
        }
    }

    private static void checkKey(String key, List<String> problems) {
        if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
            problems.add("tag key " + Rejection.quote(key) + " has " + key.length() + " characters: expected 1 to "
                    + MAX_KEY_LENGTH);
        } else if (!ALLOWED.matcher(key).matches()) {
            problems.add(characters("tag key " + Rejection.quote(key)));
        } else if (isReserved(key)) {
            problems.add("tag key " + Rejection.quote(key) + " begins with aws:, which AWS keeps for itself");
        }
    }

    private static void checkValue(String key, String value, List<String> problems) {
        if (value.length() > MAX_VALUE_LENGTH) {
            problems.add("value of tag " + Rejection.quote(key) + " has " + value.length()
                    + " characters: expected at most " + MAX_VALUE_LENGTH);
        } else if (!ALLOWED.matcher(value).matches()) {
            problems.add(characters("value of tag " + Rejection.quote(key)));
        }
    }

    private static String characters(String what) {
        return what + ": expected letters, digits, spaces and . _ : / = + @ -";
    }

    private void claim(String spelling, String key, List<String> problems) {
        String folded = fold(spelling);
        if (folded.isEmpty()) {
            problems.add("tag key " + Rejection.quote(spelling) + " has no letter or digit");
            return;
        }
        String owner = canonicalByFolded.putIfAbsent(folded, key);
        if (owner != null && !owner.equals(key)) {
            problems.add("tag key " + Rejection.quote(spelling) + " of " + key + " is spelled like one of " + owner);
        }
    }

    private static String fold(String spelling) {
        return spelling.codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }
}
