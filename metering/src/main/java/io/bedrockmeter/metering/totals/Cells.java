package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.model.Dimensions;
import java.util.HashMap;
import java.util.Map;

/** Remembers cells that were met lately, so that their identity is not worked out for every entry. Not thread-safe. */
public final class Cells {

    private static final int MAX_REMEMBERED = 100_000;

    private final Map<Dimensions, Cell> known = new HashMap<>();

    public Cell of(Dimensions dimensions) {
        Cell cell = known.get(dimensions);
        if (cell == null) {
            if (known.size() >= MAX_REMEMBERED) {
                known.clear();
            }
            cell = new Cell(dimensions);
            known.put(dimensions, cell);
        }
        return cell;
    }
}
