package io.bedrockmeter.ingest.aws;

import java.util.List;

/** Something that was asked for breaks AWS's limits or the tag policy. AWS was not asked to do it. */
public final class InvalidRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    InvalidRequestException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, each with what was expected. */
    public List<String> problems() {
        return problems;
    }
}
