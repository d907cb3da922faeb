package io.bedrockmeter.bench.workload;

import io.bedrockmeter.schemas.model.Dimensions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sums by window and cell, and by window and tag value, under names that are the same for every arm. */
public final class Book {

    private static final int MOST_DIFFERENCES_TOLD = 5;

    private final Map<String, Sum> sums = new HashMap<>();

    /** Name of a cell in a window. */
    public static String cell(
            String granularity,
            Instant start,
            Collection<String> tagValues,
            String model,
            String principal,
            String operation) {
        return granularity + "|" + start + "|" + String.join(",", tagValues) + "|" + model + "|" + principal + "|"
                + operation;
    }

    /** Name of a tag value in a window; key and value {@code *} are the whole. */
    public static String tag(String granularity, Instant start, String key, String value) {
        return granularity + "|" + start + "|" + key + "=" + value;
    }

    /** The tag values of requests of which nobody told any. */
    public static List<String> unattributed() {
        return Names.TAG_KEYS.stream().map(key -> Dimensions.UNATTRIBUTED).toList();
    }

    public void put(String name, Sum sum) {
        sums.put(name, sum);
    }

    public void add(String name, Sum sum) {
        sums.merge(name, sum, Sum::plus);
    }

    public int size() {
        return sums.size();
    }

    /** How another book differs from this one: nothing when it does not, else how often and the first few. */
    public List<String> differences(Book other) {
        List<String> told = new ArrayList<>();
        long count = 0;
        for (String name : names(other)) {
            Sum here = sums.getOrDefault(name, Sum.ZERO);
            Sum there = other.sums.getOrDefault(name, Sum.ZERO);
            if (!Objects.equals(here, there)) {
                count++;
                if (told.size() < MOST_DIFFERENCES_TOLD) {
                    told.add(name + ": expected " + here + ", found " + there);
                }
            }
        }
        if (count > 0) {
            told.add(0, count + " of " + sums.size() + " sums differ");
        }
        return told;
    }

    private Collection<String> names(Book other) {
        List<String> names = new ArrayList<>(sums.keySet());
        other.sums.keySet().stream().filter(name -> !sums.containsKey(name)).forEach(names::add);
        return names;
    }
}
