package io.bedrockmeter.metering.topology;

import io.bedrockmeter.metering.totals.CellId;
import io.bedrockmeter.schemas.model.Dimensions;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Dimensions by cell id, decoded once and shared by all tasks and all questions of a process: a question about a hundred
 * thousand cells may neither look each of them up on disk nor decode it. Most cells are made of the same few texts; each is
 * kept once, so that a cell takes about half a kilobyte. An id is made of the dimensions, so what is held is never outdated.
 * Thread-safe.
 */
final class KnownCells {

    /** Cells held at most: about 100 MiB. */
    static final int MAX_CELLS = 200_000;

    private static final int MAX_TEXTS = MAX_CELLS;
    private static final int EVICTED_AT_ONCE = MAX_CELLS / 16;

    private final Map<Bytes, Dimensions> cells = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /** The dimensions of a cell, null while they are not held. */
    @Nullable Dimensions get(Bytes id) {
        return cells.get(id);
    }

    /** Decodes and holds the dimensions of a cell. */
    Dimensions remember(Bytes id, byte[] encoded) {
        Dimensions known = cells.get(id);
        if (known != null) {
            return known;
        }
        if (cells.size() >= MAX_CELLS) {
            evict();
        }
        Dimensions dimensions = shared(CellId.decode(encoded, 0));
        cells.put(id, dimensions);
        return dimensions;
    }

    /** Cells held. */
    int size() {
        return cells.size();
    }

    /** Some make room for others: with more cells than places, most questions still find most of theirs. */
    private void evict() {
        Iterator<Bytes> all = cells.keySet().iterator();
        for (int i = 0; i < EVICTED_AT_ONCE && all.hasNext(); i++) {
            all.next();
            all.remove();
        }
    }

    private Dimensions shared(Dimensions dimensions) {
        if (texts.size() >= MAX_TEXTS) {
            texts.clear();
        }
        Map<String, String> tags = new LinkedHashMap<>();
        dimensions.tags().forEach((key, value) -> tags.put(shared(key), shared(value)));
        return new Dimensions(
                tags,
                shared(dimensions.account()),
                shared(dimensions.region()),
                shared(dimensions.model()),
                shared(dimensions.modelAsCalled()),
                shared(dimensions.scope()),
                shared(dimensions.profile()),
                shared(dimensions.project()),
                shared(dimensions.principal()),
                shared(dimensions.operation()),
                shared(dimensions.tier()));
    }

    private String shared(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
