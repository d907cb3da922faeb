package io.bedrockmeter.schemas.model;

import java.math.BigDecimal;
import java.time.Instant;

/** What an alert rests on, where that is not a limit. */
public sealed interface AlertEvidence {

    /**
     * Far more than usual was used. Both amounts are rounded half up to twelve decimal places.
     *
     * @param usual median of what was used at such times, in the measure of the alert
     * @param spread median distance from it, in the same measure
     */
    record Anomaly(BigDecimal usual, BigDecimal spread) implements AlertEvidence {}

    /**
     * Numbers are not to be trusted.
     *
     * @param since since when
     * @param observed what is seen, in words
     * @param expected what should be, in words
     */
    record Blind(Instant since, String observed, String expected) implements AlertEvidence {}

    /**
     * A correction moved what was told before.
     *
     * @param before what was used as it was last told, in the measure of the alert
     */
    record Restated(BigDecimal before) implements AlertEvidence {}
}
