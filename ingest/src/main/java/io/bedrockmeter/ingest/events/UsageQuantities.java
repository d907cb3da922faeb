package io.bedrockmeter.ingest.events;

import com.fasterxml.jackson.core.JsonParser;
import io.bedrockmeter.ingest.json.JsonCounts;
import io.bedrockmeter.ingest.refusal.Problems;
import io.bedrockmeter.ingest.usage.TokenCounts;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import io.bedrockmeter.ingest.usage.UsageReader;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Quantities of a usage event.
 *
 * @param quantities what was consumed
 * @param cacheTtlKnown whether the event splits its cache writes by time to live, or has none
 * @param cacheWrite1hTokens cache writes that live one hour, -1 when the event does not say
 */
record UsageQuantities(Quantities quantities, boolean cacheTtlKnown, long cacheWrite1hTokens) {

    private static final String PATH = "data.usage";

    /** Reads {@code data.usage}: Bedrock-shaped (input without cached tokens), Anthropic-shaped or OpenAI-shaped. */
    static UsageQuantities read(EventFields usage, Problems problems) {
        if (!usage.isObject()) {
            return new UsageQuantities(Quantities.NONE, true, JsonCounts.ABSENT);
        }
        TokenCounts counts = new TokenCounts();
        try (JsonParser json = usage.node().traverse()) {
            json.nextToken();
            UsageReader.read(json, PATH, counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        counts.normalise();
        check(counts, problems);
        return of(counts);
    }

    private static void check(TokenCounts counts, Problems problems) {
        String invalid = counts.firstInvalidPath();
        if (!invalid.isEmpty()) {
            problems.invalid(invalid, "a whole number from 0 to 1e12, and no more cached tokens than input");
        } else if (!counts.hasTokens()) {
            problems.missing(PATH + ".inputTokens", "token counts, Bedrock-shaped or OpenAI-shaped");
        } else if (counts.hasWriteSplit() && counts.writeSplitSum() > counts.orZero(Count.CACHE_WRITE)) {
            problems.invalid(PATH + ".cacheWrite1hTokens", "no more than all cache writes");
        }
    }

    private static UsageQuantities of(TokenCounts counts) {
        long writes = counts.orZero(Count.CACHE_WRITE);
        boolean split = counts.hasWriteSplit();
        long oneHour = Math.min(writes, counts.orZero(Count.WRITE_1H));
        Quantities quantities = Quantities.builder()
                .set(Unit.INPUT_TOKEN, counts.orZero(Count.INPUT))
                .set(Unit.OUTPUT_TOKEN, counts.orZero(Count.OUTPUT))
                .set(Unit.CACHE_READ_TOKEN, counts.orZero(Count.CACHE_READ))
                .set(Unit.CACHE_WRITE_5M_TOKEN, writes - oneHour)
                .set(Unit.CACHE_WRITE_1H_TOKEN, oneHour)
                .build();
        return new UsageQuantities(quantities, split || writes == 0, split ? oneHour : JsonCounts.ABSENT);
    }
}
