package io.bedrockmeter.ingest.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tags to set and keys to remove, in any spelling that the policy knows.
 *
 * @param set tags that are added or get another value
 * @param remove keys that go
 */
public record TagChange(Map<String, String> set, Set<String> remove) {

    public TagChange {
        set = Map.copyOf(set);
        remove = Set.copyOf(remove);
    }

    /**
     * What to ask AWS for.
     *
     * @param set tags to set, only those that differ
     * @param remove keys to remove, only those that are there
     * @param result all tags afterwards
     */
    record Plan(Map<String, String> set, Set<String> remove, Map<String, String> result) {}

    /**
     * Applies the change to the tags of a resource. Other spellings of a policy key are replaced by the key, so that it has
     * one value. AWS's own tags ({@code aws:...}) cannot be changed and count for nothing.
     *
     * @throws InvalidRequestException when the resource would break the policy, or a key is both set and removed
     */
    Plan plan(Map<String, String> tags, TagPolicy policy) throws InvalidRequestException {
        Map<String, String> wanted = canonicalSet(policy);
        Map<String, String> existing = new LinkedHashMap<>(tags);
        existing.keySet().removeIf(TagPolicy::isReserved);
        Map<String, String> merged = new LinkedHashMap<>(existing);
        Set<String> changed = new LinkedHashSet<>(wanted.keySet());
        remove.forEach(key -> changed.add(policy.canonical(key)));
        merged.keySet().removeIf(key -> changed.contains(policy.canonical(key)));
        merged.putAll(wanted);
        Map<String, String> result = policy.check(merged);
        Map<String, String> toSet = new LinkedHashMap<>();
        result.forEach((key, value) -> {
            if (!value.equals(existing.get(key))) {
                toSet.put(key, value);
            }
        });
        Set<String> toRemove = new TreeSet<>(existing.keySet());
        toRemove.removeAll(result.keySet());
        Map<String, String> afterwards = new LinkedHashMap<>(tags);
        afterwards.keySet().removeAll(toRemove);
        afterwards.putAll(toSet);
        return new Plan(toSet, toRemove, afterwards);
    }

    private Map<String, String> canonicalSet(TagPolicy policy) throws InvalidRequestException {
        Map<String, String> wanted = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        set.forEach((key, value) -> {
            String canonical = policy.canonical(key);
            String before = wanted.putIfAbsent(canonical, value);
            if (before != null && !before.equals(value)) {
                problems.add("tag " + canonical + " is set to two values");
            }
        });
        for (String key : new TreeSet<>(remove)) {
            if (wanted.containsKey(policy.canonical(key))) {
                problems.add("tag " + policy.canonical(key) + " is both set and removed");
            }
        }
        if (set.isEmpty() && remove.isEmpty()) {
            problems.add("no tag to set or remove: expected at least one");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRequestException(problems);
        }
        return wanted;
    }
}
