package io.bedrockmeter.metering.export.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns of a table.
 *
 * @param name what a row is, for file metadata: letters, digits and underscores
 * @param columns in order, one or more, names unique
 */
public record TableSchema(String name, List<Column> columns) {

    public TableSchema {
        columns = List.copyOf(columns);
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column " + column.name() + " twice in table " + name);
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("table " + name + " has no columns");
        }
    }

    /** Refuses a row that does not fit; quotes no value. */
    void check(List<Value> row) {
        if (row.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of table %s has %d values for %d columns".formatted(name, row.size(), columns.size()));
        }
        for (int i = 0; i < row.size(); i++) {
            Column column = columns.get(i);
            Value value = row.get(i);
            if (value == Value.ABSENT ? column.required() : !column.type().accepts(value)) {
                throw new IllegalArgumentException("column %s of table %s expects %s, got %s"
                        .formatted(
                                column.name(),
                                name,
                                column.type(),
                                value.getClass().getSimpleName()));
            }
        }
    }
}
