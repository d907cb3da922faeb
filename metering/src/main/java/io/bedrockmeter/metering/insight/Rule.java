package io.bedrockmeter.metering.insight;

import java.util.List;

/** Looks at the evidence for one kind of finding. Stateless. */
public interface Rule {

    /** Stable name. */
    String id();

    /** Short, for people. */
    String title();

    /**
     * What is found, nothing where there is nothing to say.
     *
     * @throws NotAnswerableException when what the rule needs is not there
     */
    List<Finding> findings(Evidence evidence);

    /** All rules, in the order of the documentation. */
    static List<Rule> all(InsightSettings settings) {
        return List.of(
                new PremiumOutsideProduction(settings),
                new UncachedInput(settings),
                new UnreadCaches(settings),
                new GlobalRouting(settings),
                new UntaggedCallers(settings),
                new Movers(settings));
    }
}
