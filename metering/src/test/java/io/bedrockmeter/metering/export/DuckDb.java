package io.bedrockmeter.metering.export;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An independent reader of the files we write. */
public final class DuckDb implements AutoCloseable {

    private final Connection connection;

    public DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET TimeZone = 'UTC'");
    }

    /** A table function over a Parquet file. */
    public static String parquet(Path file) {
        return "read_parquet('" + file + "')";
    }

    /** A table function over a CSV file with every column as text. */
    public static String csv(Path file) {
        return "read_csv('" + file + "', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
                + " strict_mode = true, max_line_size = 20000000)";
    }

    /** How SQL null is shown. */
    public static final String NULL = "<null>";

    /** Rows as text by column; SQL null is {@link #NULL}. */
    public List<Map<String, String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), text(result.getObject(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return NULL;
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The only value of the only row. */
    public String value(String sql) throws SQLException {
        List<Map<String, String>> rows = rows(sql);
        if (rows.size() != 1) {
            throw new AssertionError(sql + " gave " + rows.size() + " rows");
        }
        return rows.get(0).values().iterator().next();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
