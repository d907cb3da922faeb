package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.model.Dimensions;
import java.util.Arrays;

/** A cell with its identity worked out once. Equal when the dimensions are. The arrays are shared: never change them. */
public final class Cell {

    private final Dimensions dimensions;
    private final byte[] dimensionsBytes;
    private final byte[] id;

    public Cell(Dimensions dimensions) {
        this.dimensions = dimensions;
        this.dimensionsBytes = CellId.encode(dimensions);
        this.id = CellId.of(dimensionsBytes);
    }

    public Dimensions dimensions() {
        return dimensions;
    }

    /** The dimensions as Avro bytes. */
    public byte[] dimensionsBytes() {
        return dimensionsBytes;
    }

    /** The cell id, {@value CellId#LENGTH} bytes. */
    public byte[] id() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cell cell && Arrays.equals(id, cell.id);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(id);
    }
}
