package io.bedrockmeter.metering.request;

import io.bedrockmeter.schemas.model.Dimensions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Bounds how many cells one task makes per day of event time. Over the bound, first the principal and then every tag value
 * becomes OTHER; totals stay exact, only their breakdown gets coarser. Counted in memory: a restart counts anew. Not
 * thread-safe.
 */
public final class CellCap {

    private static final long DAY_MS = 86_400_000;
    private static final int DAYS_REMEMBERED = 64;

    private final int maxCells;
    private final Map<Long, Set<Dimensions>> seenByDay = new LinkedHashMap<>();

    public CellCap(int maxCells) {
        this.maxCells = maxCells;
    }

    /** The dimensions to enter an invocation of the given time under. */
    Dimensions admit(Dimensions dimensions, long timeMs) {
        Set<Dimensions> seen = seen(day(timeMs));
        if (seen.size() < maxCells) {
            seen.add(dimensions);
            return dimensions;
        }
        if (seen.contains(dimensions)) {
            return dimensions;
        }
        Dimensions anyPrincipal = withPrincipal(dimensions, Dimensions.OTHER);
        return seen.contains(anyPrincipal) ? anyPrincipal : anyTags(anyPrincipal);
    }

    /** The day of event time, in days since the epoch. */
    static long day(long timeMs) {
        return Math.floorDiv(timeMs, DAY_MS);
    }

    private Set<Dimensions> seen(long day) {
        Set<Dimensions> seen = seenByDay.computeIfAbsent(day, none -> new HashSet<>());
        if (seenByDay.size() > DAYS_REMEMBERED) {
            seenByDay.remove(seenByDay.keySet().iterator().next());
        }
        return seen;
    }

    private static Dimensions anyTags(Dimensions dimensions) {
        Map<String, String> tags = new LinkedHashMap<>();
        dimensions.tags().keySet().forEach(key -> tags.put(key, Dimensions.OTHER));
        return new Dimensions(
                tags,
                dimensions.account(),
                dimensions.region(),
                dimensions.model(),
                dimensions.modelAsCalled(),
                dimensions.scope(),
                dimensions.profile(),
                dimensions.project(),
                dimensions.principal(),
                dimensions.operation(),
                dimensions.tier());
    }

    private static Dimensions withPrincipal(Dimensions dimensions, String principal) {
        return new Dimensions(
                dimensions.tags(),
                dimensions.account(),
                dimensions.region(),
                dimensions.model(),
                dimensions.modelAsCalled(),
                dimensions.scope(),
                dimensions.profile(),
                dimensions.project(),
                principal,
                dimensions.operation(),
                dimensions.tier());
    }
}
