package io.bedrockmeter.metering.export.chargeback;

import io.bedrockmeter.metering.export.chargeback.Chargeback.CostCentre;
import io.bedrockmeter.metering.export.chargeback.Chargeback.Line;
import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.ColumnType;
import io.bedrockmeter.metering.export.table.TableSchema;
import io.bedrockmeter.metering.export.table.Value;
import io.bedrockmeter.metering.export.usage.TotalsColumns;
import io.bedrockmeter.schemas.model.Totals;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The report as a table: one row per cost centre and combination of the breakdown, no rows of sums, exact amounts. */
final class ChargebackTable {

    private static final String MONTH = "month";
    private static final String SHARE = "sharePercent";
    private static final String AS_OF = "asOf";

    private ChargebackTable() {}

    static TableSchema schema(ChargebackSettings settings) {
        List<String> keys = Stream.concat(Stream.of(settings.costCentre()), settings.breakdown().stream())
                .toList();
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(MONTH, ColumnType.TEXT, true));
        columns.addAll(TotalsColumns.groups(keys, List.of(MONTH, SHARE, AS_OF)));
        columns.addAll(TotalsColumns.columns());
        columns.add(new Column(SHARE, ColumnType.DECIMAL, false));
        columns.add(new Column(AS_OF, ColumnType.TIME, true));
        return new TableSchema("chargeback", columns);
    }

    static List<List<Value>> rows(ChargebackSettings settings, Chargeback figures, Instant asOf) {
        List<List<Value>> rows = new ArrayList<>();
        for (CostCentre costCentre : figures.costCentres()) {
            for (Line line : costCentre.lines()) {
                rows.add(row(settings, costCentre.name(), line, figures.total(), asOf));
            }
        }
        return rows;
    }

    private static List<Value> row(
            ChargebackSettings settings, String costCentre, Line line, Totals total, Instant asOf) {
        List<Value> row = new ArrayList<>();
        row.add(Value.of(settings.month().toString()));
        row.add(Value.of(costCentre));
        line.values().forEach(value -> row.add(Value.of(value)));
        row.addAll(TotalsColumns.values(line.totals()));
        row.add(Figures.share(line.totals().cost(), total.cost()).map(Value::of).orElse(Value.ABSENT));
        row.add(Value.of(asOf.truncatedTo(ChronoUnit.SECONDS)));
        return row;
    }
}
