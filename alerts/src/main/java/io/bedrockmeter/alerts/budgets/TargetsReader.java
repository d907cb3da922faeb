package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetNotice;
import java.util.ArrayList;
import java.util.List;

/** The key {@code notify} of a budget or a rule: one target or a list. */
final class TargetsReader {

    static final String KEY = "notify";

    private final List<BudgetProblem> problems;

    TargetsReader(List<BudgetProblem> problems) {
        this.problems = problems;
    }

    List<String> read(Section section) {
        List<JsonNode> given = Section.oneOrMany(section.get(KEY));
        if (given.size() > BudgetNotice.MAX_TARGETS) {
            section.refuse(KEY, "at most " + BudgetNotice.MAX_TARGETS + " targets");
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode target : given) {
            if (target.isTextual() && Budget.isTarget(target.textValue())) {
                targets.add(target.textValue());
            } else {
                problems.add(new BudgetProblem(
                        section.path(KEY),
                        Section.show(target),
                        "the ARN of an SNS standard topic such as arn:aws:sns:us-east-1:123456789012:alerts"));
            }
        }
        return targets;
    }
}
