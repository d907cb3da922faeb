package io.bedrockmeter.metering.export.table;

/**
 * A column of a table.
 *
 * @param name its name in headers and schemas
 * @param type what it holds
 * @param required whether every row has a value
 */
public record Column(String name, ColumnType type, boolean required) {}
