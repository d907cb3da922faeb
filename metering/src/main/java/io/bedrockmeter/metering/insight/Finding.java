package io.bedrockmeter.metering.insight;

import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.schemas.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something a rule found.
 *
 * @param rule id of the rule
 * @param title short, for people
 * @param stake the amount it is about, in USD
 * @param stakeIs what kind of amount
 * @param severity how much of all spend that is
 * @param why the rule and its figures in words
 * @param assumptions what must hold for the stake to be right
 * @param figures further figures by name: decimal texts and counts
 * @param what who or what it is about, highest stake first
 * @param query the question to the totals that shows it
 * @param compared whether the question is compared with the period before
 */
public record Finding(
        String rule,
        String title,
        Money stake,
        StakeKind stakeIs,
        Severity severity,
        String why,
        List<String> assumptions,
        Map<String, String> figures,
        List<Item> what,
        Question query,
        boolean compared) {

    /**
     * One of those it is about.
     *
     * @param key names and values of dimensions and tags
     * @param requests distinct requests
     * @param cost what was spent
     * @param stake its part of the stake of the finding
     * @param figures further figures by name
     */
    public record Item(Map<String, String> key, long requests, Money cost, Money stake, Map<String, String> figures) {
        public Item {
            key = new LinkedHashMap<>(key);
            figures = new LinkedHashMap<>(figures);
        }
    }

    public Finding {
        assumptions = List.copyOf(assumptions);
        figures = new LinkedHashMap<>(figures);
        what = List.copyOf(what);
    }

    /** The same under another title. */
    Finding titled(String newTitle) {
        return new Finding(rule, newTitle, stake, stakeIs, severity, why, assumptions, figures, what, query, compared);
    }
}
