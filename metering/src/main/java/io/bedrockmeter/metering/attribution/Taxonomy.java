package io.bedrockmeter.metering.attribution;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tag keys that become dimensions, and the spellings that mean them. Spellings fold by ignoring case and every
 * character that is no letter or digit: {@code costCenter}, {@code cost-center} and {@code CostCenter} are one key.
 */
public final class Taxonomy {

    /** Longest tag value that is kept; AWS allows 256 characters. */
    public static final int MAX_VALUE_LENGTH = 256;

    private static final int MAX_REMEMBERED_SPELLINGS = 10_000;

    private static final Map<String, List<String>> DEFAULT_KEYS = new LinkedHashMap<>();

    static {
        DEFAULT_KEYS.put("Application", List.of("app", "applicationId", "appId", "applicationName"));
        DEFAULT_KEYS.put("Environment", List.of("env", "stage"));
        DEFAULT_KEYS.put("Team", List.of("teamId", "teamName"));
        DEFAULT_KEYS.put("CostCenter", List.of("costCentre", "cc"));
        DEFAULT_KEYS.put("Owner", List.of());
    }

    private final List<String> keys;
    private final Map<String, String> canonicalByFolded;
    private final Map<String, String> canonicalBySpelling = new ConcurrentHashMap<>();

    private Taxonomy(Map<String, List<String>> aliasesByKey) {
        this.keys = List.copyOf(aliasesByKey.keySet());
        this.canonicalByFolded = new LinkedHashMap<>();
        aliasesByKey.forEach((key, aliases) -> {
            claim(key, key);
            aliases.forEach(alias -> claim(alias, key));
        });
    }

    /** Application, Environment, Team, CostCenter and Owner with their usual spellings. */
    public static Taxonomy standard() {
        return new Taxonomy(DEFAULT_KEYS);
    }

    /**
     * Taxonomy of the given keys, in this order, each with further spellings.
     *
     * @throws IllegalArgumentException when two keys fold to the same spelling or a key has no letter or digit
     */
    public static Taxonomy of(Map<String, List<String>> aliasesByKey) {
        return new Taxonomy(aliasesByKey);
    }

    /** The default keys and aliases, as a mutable copy to build upon. */
    public static Map<String, List<String>> defaultKeys() {
        return new LinkedHashMap<>(DEFAULT_KEYS);
    }

    /** This taxonomy with further keys at the end; keys that are already known under any spelling are not added again. */
    public Taxonomy with(List<String> moreKeys) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        keys.forEach(key -> aliases.put(key, new ArrayList<>()));
        canonicalByFolded.forEach((folded, key) -> {
            if (!folded.equals(fold(key))) {
                List<String> spellings = aliases.get(key);
                if (spellings != null) {
                    spellings.add(folded);
                }
            }
        });
        for (String key : moreKeys) {
            if (!canonicalByFolded.containsKey(fold(key))) {
                aliases.putIfAbsent(key, List.of());
            }
        }
        return new Taxonomy(aliases);
    }

    /** Keys in order. */
    public List<String> keys() {
        return keys;
    }

    /** Whether {@code canonicalKey} is one of the keys, spelled as in {@link #keys()}. */
    public boolean contains(String canonicalKey) {
        return keys.contains(canonicalKey);
    }

    /** The taxonomy key that a spelling means, or the spelling itself when it means none. */
    public String canonical(String spelling) {
        String known = canonicalBySpelling.get(spelling);
        if (known != null) {
            return known;
        }
        String canonical = canonicalByFolded.getOrDefault(fold(spelling), spelling);
        if (canonicalBySpelling.size() < MAX_REMEMBERED_SPELLINGS) {
            canonicalBySpelling.put(spelling, canonical);
        }
        return canonical;
    }

    private void claim(String spelling, String key) {
        String folded = fold(spelling);
        if (folded.isEmpty()) {
            throw new IllegalArgumentException("tag key '" + spelling + "' has no letter or digit");
        }
        String owner = canonicalByFolded.putIfAbsent(folded, key);
        if (owner != null && !owner.equals(key)) {
            throw new IllegalArgumentException(
                    "tag key '" + spelling + "' of " + key + " is spelled like one of " + owner);
        }
    }

    private static String fold(String spelling) {
        StringBuilder folded = new StringBuilder(spelling.length());
        for (int i = 0; i < spelling.length(); i++) {
            char c = spelling.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                folded.append(c);
            }
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
