package io.bedrockmeter.bench.postgres;

import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.topics.Topics;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes tag events in. */
final class TagStatement implements BatchStatement {

    private final List<UUID> ids = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    @Override
    public String sql() {
        return "SELECT take_tags(?, ?)";
    }

    @Override
    public void add(byte[] value) {
        TagEvent event = Topics.TAG_EVENTS.codec().decode(value);
        ids.add(UUID.fromString(event.requestId()));
        values.add(PostgresClients.tags(event.tags()));
    }

    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public void execute(Connection connection, PreparedStatement statement) throws SQLException {
        statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
        statement.setArray(2, connection.createArrayOf("text", values.toArray()));
        statement.execute();
        ids.clear();
        values.clear();
    }
}
