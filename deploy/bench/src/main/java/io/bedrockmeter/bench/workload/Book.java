package io.bedrockmeter.bench.workload;

import io.bedrockmeter.schemas.model.Dimensions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

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

    /** Writes every sum as a line: its name, a tab, and its numbers separated by spaces. */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Map.Entry<String, Sum> entry : sums.entrySet()) {
                Sum sum = entry.getValue();
                out.write(entry.getKey()
                        + '\t'
                        + sum.requests()
                        + ' '
                        + sum.inputTokens()
                        + ' '
                        + sum.outputTokens()
                        + ' '
                        + sum.cacheReadTokens()
                        + ' '
                        + sum.costPicos()
                        + '\n');
            }
        }
    }

    /** What {@link #write} wrote. */
    public static Book read(Path file) throws IOException {
        Book book = new Book();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int tab = line.indexOf('\t');
                long[] numbers = Stream.of(line.substring(tab + 1).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray();
                book.put(line.substring(0, tab), new Sum(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
            }
        }
        return book;
    }

    public int size() {
        return sums.size();
    }

    /** How another book differs from this one: nothing when it does not, else how often and the largest few. */
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
        names.sort(Comparator.comparingLong(
                name -> -sums.getOrDefault(name, Sum.ZERO).requests()));
        return names;
    }
}
