package io.bedrockmeter.schemas.model;

import io.bedrockmeter.schemas.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody wants to spend at most in each period, and at which shares of it whom to tell.
 *
 * @param id 1 to 64 of a-z, 0-9 and hyphen: part of every alert id
 * @param name for people, 1 to 256 characters
 * @param owner e-mail address or any text, at most 256 characters, empty when nobody is named
 * @param filter which usage it covers
 * @param amount US dollars per period, more than zero
 * @param calendar when periods start and end
 * @param thresholds shares of the amount at which an alert is raised, distinct, held in ascending order; at least one
 * @param targets where alerts go besides the configured notifiers: ARNs of SNS topics
 */
public record Budget(
        String id,
        String name,
        String owner,
        BudgetFilter filter,
        Money amount,
        BudgetCalendar calendar,
        List<BudgetThreshold> thresholds,
        List<String> targets) {

    /** Characters of a name or owner. */
    public static final int MAX_TEXT = 256;

    /** Thresholds of one budget. */
    public static final int MAX_THRESHOLDS = 50;

    /** Targets of one budget. */
    public static final int MAX_TARGETS = 10;

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern SNS_TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]{1,32}:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    /** @throws IllegalArgumentException naming everything that is wrong */
    public Budget {
        thresholds = thresholds.stream().sorted().toList();
        targets = List.copyOf(targets);
        List<String> problems = new ArrayList<>();
        check(isId(id), "id: expected 1 to 64 of a-z, 0-9 and hyphen", problems);
        check(!name.isBlank() && name.length() <= MAX_TEXT, "name: expected 1 to 256 characters", problems);
        check(owner.length() <= MAX_TEXT, "owner: expected at most 256 characters", problems);
        check(amount.signum() > 0, "amount: expected more than 0 US dollars", problems);
        check(!thresholds.isEmpty() && thresholds.size() <= MAX_THRESHOLDS, "thresholds: expected 1 to 50", problems);
        check(
                thresholds.stream().distinct().count() == thresholds.size(),
                "thresholds: expected no repetition",
                problems);
        check(targets.size() <= MAX_TARGETS, "targets: expected at most 10", problems);
        check(targets.stream().allMatch(Budget::isTarget), "targets: expected ARNs of SNS standard topics", problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("budget: " + String.join("; ", problems));
        }
    }

    /** Whether the text could be a budget id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether the text could be a target: the ARN of an SNS standard topic (people cannot subscribe to FIFO topics). */
    public static boolean isTarget(String text) {
        return SNS_TOPIC.matcher(text).matches();
    }

    private static void check(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
