package io.bedrockmeter.metering.insight;

import java.util.Locale;

/** What the amount of a finding is. */
public enum StakeKind {
    /** Money that went there; not what would be saved. */
    SPENT,
    /** What would have been saved at list price, under the assumptions of the finding. */
    SAVING,
    /** What was paid more, at list price, than without. */
    LOSS,
    /** What was spent more than in the period before. */
    GROWTH;

    /** Name in answers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
