package io.bedrockmeter.metering.export.usage;

import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.ColumnType;
import io.bedrockmeter.metering.export.table.TableExport;
import io.bedrockmeter.metering.export.table.TableFormat;
import io.bedrockmeter.metering.export.table.TableSchema;
import io.bedrockmeter.metering.export.table.Value;
import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.metering.query.UsageGroup;
import java.util.ArrayList;
import java.util.List;

/** An answer to a question about usage as a table: one row per group, in the order of the answer, without its total. */
public final class UsageTable {

    private static final String WINDOW_START = "windowStart";

    private UsageTable() {}

    public static TableExport of(UsageAnswer answer, TableFormat format) {
        return new TableExport(
                schema(answer), answer.groups().stream().map(UsageTable::row).toList(), format);
    }

    private static TableSchema schema(UsageAnswer answer) {
        List<Column> columns = new ArrayList<>();
        answer.granularity().ifPresent(length -> columns.add(new Column(WINDOW_START, ColumnType.TIME, true)));
        columns.addAll(TotalsColumns.groups(answer.groupBy(), List.of(WINDOW_START)));
        columns.addAll(TotalsColumns.columns());
        return new TableSchema("usage", columns);
    }

    private static List<Value> row(UsageGroup group) {
        List<Value> row = new ArrayList<>();
        group.key().windowStart().ifPresent(start -> row.add(Value.of(start)));
        group.key().values().forEach(value -> row.add(Value.of(value)));
        row.addAll(TotalsColumns.values(group.totals()));
        return row;
    }
}
