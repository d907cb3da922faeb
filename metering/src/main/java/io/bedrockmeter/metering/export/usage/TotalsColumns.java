package io.bedrockmeter.metering.export.usage;

import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.ColumnType;
import io.bedrockmeter.metering.export.table.Value;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The figures of totals as columns, named as in JSON answers: counts, every unit, list cost and cost in US dollars. */
public final class TotalsColumns {

    private static final List<String> COUNTS = List.of("requests", "errors", "unpriced", "unattributed");
    private static final List<String> AMOUNTS = List.of("listCost", "cost");

    private TotalsColumns() {}

    /** The columns, in order. */
    public static List<Column> columns() {
        return Stream.of(
                        COUNTS.stream().map(name -> new Column(name, ColumnType.WHOLE, true)),
                        Stream.of(Unit.values()).map(unit -> new Column(unit.fieldName(), ColumnType.WHOLE, true)),
                        AMOUNTS.stream().map(name -> new Column(name, ColumnType.DECIMAL, true)))
                .flatMap(columns -> columns)
                .toList();
    }

    /** Columns of group values under the names asked for; a tag key that is also the name of another column says so. */
    public static List<Column> groups(List<String> keys, List<String> otherNames) {
        List<String> taken = Stream.concat(columns().stream().map(Column::name), otherNames.stream())
                .toList();
        return keys.stream()
                .map(key -> new Column(taken.contains(key) ? "tag:" + key : key, ColumnType.TEXT, true))
                .toList();
    }

    /** The values, in the order of {@link #columns()}. */
    public static List<Value> values(Totals totals) {
        List<Value> values = new ArrayList<>();
        values.add(Value.of(totals.requests()));
        values.add(Value.of(totals.errors()));
        values.add(Value.of(totals.unpriced()));
        values.add(Value.of(totals.unattributed()));
        for (int i = 0; i < Unit.count(); i++) {
            values.add(Value.of(totals.quantities().get(Unit.at(i))));
        }
        values.add(Value.of(totals.listCost().usd()));
        values.add(Value.of(totals.cost().usd()));
        return values;
    }
}
