package io.bedrockmeter.metering.totals;

import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.TagSpend;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A cell with its identity worked out once. Equal when the dimensions are. The arrays are shared: never change them. */
public final class Cell {

    private final Dimensions dimensions;
    private final byte[] dimensionsBytes;
    private final byte[] id;
    private final byte[] idText;
    private final int hash;
    private final List<String> tagValues;

    public Cell(Dimensions dimensions) {
        this.dimensions = dimensions;
        this.dimensionsBytes = CellId.encode(dimensions);
        this.id = CellId.of(dimensionsBytes);
        this.idText = CellId.text(id).getBytes(StandardCharsets.US_ASCII);
        this.hash = Arrays.hashCode(id);
        this.tagValues = Stream.concat(
                        Stream.of(TagKey.of(TagSpend.WHOLE, TagSpend.WHOLE)),
                        dimensions.tags().entrySet().stream().map(tag -> TagKey.of(tag.getKey(), tag.getValue())))
                .toList();
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

    /** The cell id as text in ASCII. */
    public byte[] idText() {
        return idText;
    }

    /** The tag values that the cell counts for, each as {@code key=value}; the whole first. */
    public List<String> tagValues() {
        return tagValues;
    }

    @Override
    public boolean equals(Object other) {
        return other == this || other instanceof Cell cell && Arrays.equals(id, cell.id);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
