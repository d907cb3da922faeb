package io.bedrockmeter.ingest.log;

import static io.bedrockmeter.ingest.json.JsonCounts.ABSENT;
import static io.bedrockmeter.ingest.json.JsonCounts.INVALID;

import io.bedrockmeter.ingest.usage.TokenCounts;
import io.bedrockmeter.ingest.usage.TokenCounts.Count;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Unit;

/**
 * Decides what was consumed where a record says it in several places. For each count the envelope is believed before the
 * body's usage, and that before the stream metrics; a place is asked only when the ones before it are silent. Places that
 * contradict each other are reported.
 */
final class CountResolution {

    private final EnvelopeFacts facts;
    private boolean disagree;
    private boolean cacheTtlKnown;

    CountResolution(EnvelopeFacts facts) {
        this.facts = facts;
    }

    boolean disagree() {
        return disagree;
    }

    boolean cacheTtlKnown() {
        return cacheTtlKnown;
    }

    /** What was consumed. A count that cannot be believed and has no better source is a problem of the record. */
    Quantities resolve() {
        takeInclusiveEnvelopeApart();
        facts.body.usage.normalise();
        Quantities.Builder quantities = Quantities.builder()
                .set(Unit.INPUT_TOKEN, resolve(Count.INPUT))
                .set(Unit.OUTPUT_TOKEN, resolve(Count.OUTPUT))
                .set(Unit.CACHE_READ_TOKEN, resolve(Count.CACHE_READ))
                .set(Unit.SEARCH_UNIT, resolve(Count.SEARCH_UNITS))
                .set(Unit.OUTPUT_IMAGE, images())
                .set(Unit.INPUT_AUDIO_MS, media(Media.INPUT_AUDIO_MS))
                .set(Unit.OUTPUT_AUDIO_MS, media(Media.OUTPUT_AUDIO_MS))
                .set(Unit.INPUT_VIDEO_MS, media(Media.INPUT_VIDEO_MS))
                .set(Unit.OUTPUT_VIDEO_MS, media(Media.OUTPUT_VIDEO_MS));
        splitCacheWrites(resolve(Count.CACHE_WRITE), quantities);
        return quantities.build();
    }

    /**
     * Whether {@code inputTokenCount} of OpenAI operations includes cached tokens is not documented. Where it equals the
     * body's count that does, and the envelope has no cache counts of its own, it includes them too; adding the body's
     * cache counts to it would count these tokens twice.
     */
    private void takeInclusiveEnvelopeApart() {
        TokenCounts envelope = facts.counts;
        TokenCounts body = facts.body.usage;
        long inclusive = body.inclusiveInput();
        if (inclusive != ABSENT
                && envelope.get(Count.INPUT) == inclusive
                && !envelope.has(Count.CACHE_READ)
                && !envelope.has(Count.CACHE_WRITE)) {
            envelope.put(Count.INCLUDED_READ, body.get(Count.INCLUDED_READ), "output.outputBodyJson", "usage");
            envelope.put(Count.INCLUDED_WRITE, body.get(Count.INCLUDED_WRITE), "output.outputBodyJson", "usage");
            envelope.normalise();
        }
    }

    private long resolve(Count count) {
        TokenCounts[] places = {facts.counts, facts.body.usage, facts.body.metrics};
        long resolved = ABSENT;
        for (TokenCounts place : places) {
            long value = place.get(count);
            if (resolved == ABSENT) {
                if (value == INVALID) {
                    facts.problems.invalid(place.path(count), "a whole number from 0 to 1e12");
                    return 0;
                }
                resolved = value;
            } else if (value != ABSENT && value != resolved) {
                disagree = true;
            }
        }
        return Math.max(0, resolved);
    }

    private void splitCacheWrites(long writes, Quantities.Builder quantities) {
        TokenCounts body = facts.body.usage;
        boolean split = body.hasWriteSplit();
        boolean consistent = split && body.writeSplitSum() == writes && !body.has(Count.WRITE_OTHER);
        long oneHour = consistent ? body.orZero(Count.WRITE_1H) : 0;
        quantities.set(Unit.CACHE_WRITE_1H_TOKEN, oneHour).set(Unit.CACHE_WRITE_5M_TOKEN, writes - oneHour);
        cacheTtlKnown = writes == 0 || consistent;
        disagree |= split && !consistent;
    }

    private long images() {
        long told = facts.media(Media.OUTPUT_IMAGES);
        long inBody = facts.body.images;
        if (told != ABSENT) {
            disagree |= inBody != ABSENT && inBody != told;
            return told;
        }
        if (inBody != ABSENT) {
            return inBody;
        }
        return facts.media(Media.IMAGE_HEIGHT) > 0 ? 1 : 0;
    }

    private long media(Media what) {
        return Math.max(0, facts.media(what));
    }
}
