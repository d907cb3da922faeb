package io.bedrockmeter.metering.export.focus;

import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.Value;
import java.util.function.Function;

/**
 * A column of the data set.
 *
 * @param column name, type and whether it is never null
 * @param value its value in a row
 */
record FocusColumn(Column column, Function<FocusCharge, Value> value) {}
