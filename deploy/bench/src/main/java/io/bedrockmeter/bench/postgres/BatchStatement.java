package io.bedrockmeter.bench.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A statement that takes many records of one kind in at once. Not thread-safe. */
interface BatchStatement {

    /** Its text. */
    String sql();

    /** Remembers a record for the next {@link #execute}. */
    void add(byte[] value);

    /** How many are remembered. */
    int size();

    /** Takes in what is remembered, and forgets it. */
    void execute(Connection connection, PreparedStatement statement) throws SQLException;
}
