package io.bedrockmeter.alerts.budgets;

import java.util.List;
import java.util.stream.Collectors;

/** A budget file cannot be used. Names everything that is wrong with it; the message has one line per problem. */
public final class InvalidBudgetsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<BudgetProblem> problems;

    InvalidBudgetsException(String source, List<BudgetProblem> problems) {
        super(source + " is not a valid budget file:"
                + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining()));
        this.problems = List.copyOf(problems);
    }

    public List<BudgetProblem> problems() {
        return problems;
    }
}
