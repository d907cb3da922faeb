package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Arranged;
import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Line;
import io.bedrockmeter.metering.query.TimeRange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An answer before it is printed.
 *
 * @param request what was asked
 * @param previousRange the period compared with, empty where nothing is compared
 * @param arranged the lines
 * @param asOf everything readable at that time is in it
 * @param answeredAt when it was made
 * @param facts about coverage
 * @param missing parts it lacks, empty when it is whole
 */
record Answer(
        UsageRequest request,
        Optional<TimeRange> previousRange,
        Arranged arranged,
        Instant asOf,
        Instant answeredAt,
        CoverageFacts facts,
        List<Partial> missing) {

    private static final int REVISION_DIGITS = 32;

    /** Names of what a line has a value of. */
    List<String> keyNames() {
        return request.question().groupBy().stream().map(Grouping::name).toList();
    }

    /**
     * A digest of all lines and of what is missing: two answers to the same question have the same revision exactly when
     * they say the same, whichever instance gave them and however often it was restarted in between.
     */
    String revision() {
        MessageDigest digest = Digests.sha256();
        for (Line line : arranged.lines()) {
            StringBuilder text = new StringBuilder();
            text.append(line.key().windowStartMs()).append(line.folded());
            line.key()
                    .values()
                    .forEach(value -> text.append(value.length()).append(':').append(value));
            text.append(line.totals()).append(line.previous()).append('\n');
            digest.update(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        missing.forEach(part -> digest.update(part.toString().getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest()).substring(0, REVISION_DIGITS);
    }
}
