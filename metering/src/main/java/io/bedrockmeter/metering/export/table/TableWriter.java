package io.bedrockmeter.metering.export.table;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes rows to a stream as they come. Closing completes the table and leaves the stream open; a table whose writer was
 * not closed is not complete.
 */
public interface TableWriter extends Closeable {

    /**
     * Writes one row.
     *
     * @throws IllegalArgumentException when the values do not fit the columns
     */
    void write(List<Value> row) throws IOException;
}
