package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What somebody wants to spend at most in each period, and when to tell whom.
 *
 * @param id 1 to 64 of a-z, 0-9 and hyphen: part of every alert id
 * @param name for people, 1 to 256 characters
 * @param owner e-mail address or any text, at most 256 characters, empty when nobody is named
 * @param filter which usage it covers
 * @param eachOf filter key of which every value has the limit for itself ("each Team gets 500 USD"), empty for one limit on
 *     everything that is covered
 * @param limit how much per period, more than zero
 * @param calendar when periods start and end
 * @param rules when to tell; at least one
 * @param notice whom
 */
public record Budget(
        String id,
        String name,
        String owner,
        BudgetFilter filter,
        String eachOf,
        BudgetAmount limit,
        BudgetCalendar calendar,
        BudgetRules rules,
        BudgetNotice notice) {

    /** Characters of a name, an owner or a key. */
    public static final int MAX_TEXT = 256;

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern SNS_TOPIC =
            Pattern.compile("(chat:)?arn:aws[a-z-]*:sns:[a-z0-9-]{1,32}:[0-9]{12}:[A-Za-z0-9_-]{1,256}");

    /** @throws IllegalArgumentException naming everything that is wrong */
    public Budget {
        List<String> problems = new ArrayList<>();
        check(isId(id), "id: expected 1 to 64 of a-z, 0-9 and hyphen", problems);
        check(!name.isBlank() && name.length() <= MAX_TEXT, "name: expected 1 to 256 characters", problems);
        check(owner.length() <= MAX_TEXT, "owner: expected at most 256 characters", problems);
        check(eachOf.length() <= MAX_TEXT, "eachOf: expected at most 256 characters", problems);
        boolean limited = limit.value().signum() > 0;
        check(limited, "limit: expected more than 0 " + limit.measure().unit(), problems);
        checkRules(rules, limit, problems);
        check(rules.minimum().signum() >= 0, "minimum: expected 0 or more", problems);
        checkTargets(notice.targets(), problems);
        rules.thresholds().forEach(threshold -> checkTargets(threshold.targets(), problems));
        rules.burnRates().forEach(rate -> checkTargets(rate.targets(), problems));
        if (calendar instanceof BudgetCalendar.Rolling && rules.needHistory()) {
            problems.add("thresholds: a rolling budget has no end to forecast and no rate to compare with");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("budget: " + String.join("; ", problems));
        }
        rules = rules.inOrder(limit);
    }

    /** Whether the text could be a budget id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Whether the text could be a target: the ARN of an SNS standard topic (people cannot subscribe to FIFO topics), with
     * {@code chat:} before it when the topic is one of Amazon Q Developer in chat applications.
     */
    public static boolean isTarget(String text) {
        return SNS_TOPIC.matcher(text).matches();
    }

    private static void checkRules(BudgetRules rules, BudgetAmount limit, List<String> problems) {
        int thresholds = rules.thresholds().size();
        check(thresholds + rules.burnRates().size() > 0, "thresholds: expected at least one", problems);
        check(thresholds <= BudgetRules.MAX_THRESHOLDS, "thresholds: expected at most 50", problems);
        check(rules.burnRates().size() <= BudgetRules.MAX_BURN_RATES, "burnRates: expected at most 10", problems);
        Set<List<Object>> levels = new HashSet<>();
        for (BudgetThreshold threshold : rules.thresholds()) {
            BigDecimal level = threshold.level(limit);
            List<Object> key =
                    List.of(threshold.basis(), level.signum() == 0 ? BigDecimal.ZERO : level.stripTrailingZeros());
            check(levels.add(key), "thresholds: expected no level twice, got " + threshold.label(), problems);
        }
        Set<String> rates = new HashSet<>();
        rules.burnRates()
                .forEach(rate -> check(
                        rates.add(rate.label()), "burnRates: expected no repetition, got " + rate.label(), problems));
    }

    private static void checkTargets(List<String> targets, List<String> problems) {
        check(targets.size() <= BudgetNotice.MAX_TARGETS, "targets: expected at most 10", problems);
        check(targets.stream().allMatch(Budget::isTarget), "targets: expected ARNs of SNS standard topics", problems);
    }

    private static void check(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }
}
