package io.bedrockmeter.metering.rates;

import java.util.List;

/** A file of prices is refused as a whole; nothing of it was taken. Lists every problem found, for the operator. */
public final class InvalidRateCardsException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 50;

    private final transient List<String> problems;

    /**
     * @param file name of the file, as the operator knows it
     * @param problems each with the place, what was found and what was expected
     */
    public InvalidRateCardsException(String file, List<String> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem with its place. */
    public List<String> problems() {
        return problems;
    }

    private static String message(String file, List<String> problems) {
        StringBuilder message = new StringBuilder(file).append(": refused, nothing was changed");
        problems.stream().limit(SHOWN).forEach(problem -> message.append("\n  ").append(problem));
        if (problems.size() > SHOWN) {
            message.append("\n  and ").append(problems.size() - SHOWN).append(" more");
        }
        return message.toString();
    }
}
