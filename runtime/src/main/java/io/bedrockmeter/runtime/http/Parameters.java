package io.bedrockmeter.runtime.http;

import io.bedrockmeter.runtime.http.Problem.Fault;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Query parameters that are being read. What is wrong is noted, so that all of it can be told at once. */
public final class Parameters {

    private static final int LONGEST_QUOTE = 64;

    private final MultiMap values;
    private final Set<String> known = new TreeSet<>();
    private final List<Fault> faults = new ArrayList<>();

    /** @param values of the query, or of a form */
    public Parameters(MultiMap values) {
        this.values = values;
    }

    /** Every value of a parameter that may be repeated. */
    public List<String> all(String name) {
        known.add(name);
        return values.getAll(name);
    }

    /** The value of a parameter that may be given once; an empty one counts as absent. */
    public Optional<String> one(String name) {
        List<String> given = all(name);
        if (given.size() > 1) {
            fault(name, "given " + given.size() + " times, expected once");
        }
        return given.stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** A value that must mean something; {@code expected} says what it should look like. */
    public <T> Optional<T> parsed(String name, String expected, Function<String, Optional<T>> parser) {
        Optional<String> text = one(name);
        Optional<T> value = text.flatMap(parser);
        if (text.isPresent() && value.isEmpty()) {
            fault(name, "found " + quote(text.get()) + ", expected " + expected);
        }
        return value;
    }

    /** A whole number within bounds, both included. */
    public Optional<Integer> integer(String name, int least, int most) {
        return parsed(name, "a whole number from " + least + " to " + most, text -> {
            try {
                int number = Integer.parseInt(text);
                return number >= least && number <= most ? Optional.of(number) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** Notes that something is wrong with a parameter: {@code detail} says what, and what was expected. */
    public void fault(String name, String detail) {
        faults.add(new Fault(name, detail));
    }

    /**
     * Ends reading: a parameter nobody asked for is a mistake too, since a misspelled filter would give wrong numbers.
     *
     * @throws ProblemException 400 with everything that is wrong, when anything is
     */
    public void finish() {
        for (String name : values.names()) {
            if (!known.contains(name)) {
                fault(quote(name), "is no parameter of this path; known: " + String.join(", ", known));
            }
        }
        if (!faults.isEmpty()) {
            throw new ProblemException(Problem.parameters(faults));
        }
    }

    /** Whether nothing was wrong so far. */
    public boolean isFaultless() {
        return faults.isEmpty();
    }

    /** A short piece of what was sent, for people; only printable characters. */
    public static String quote(String text) {
        String shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
