package io.bedrockmeter.bench.postgres;

import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes invocations in, priced here. */
final class CallStatement implements BatchStatement {

    private final Map<String, RateSchedule> prices;
    private final List<UUID> ids = new ArrayList<>();
    private final List<Timestamp> minutes = new ArrayList<>();
    private final List<String> callers = new ArrayList<>();
    private final List<Long> inputs = new ArrayList<>();
    private final List<Long> outputs = new ArrayList<>();
    private final List<Long> cacheReads = new ArrayList<>();
    private final List<Long> costs = new ArrayList<>();

    CallStatement(Map<String, RateSchedule> prices) {
        this.prices = prices;
    }

    @Override
    public String sql() {
        return "SELECT take_calls(?, ?, ?, ?, ?, ?, ?)";
    }

    @Override
    public void add(byte[] value) {
        Invocation call = Topics.INVOCATIONS.codec().decode(value);
        Instant minute = call.timestamp().truncatedTo(ChronoUnit.MINUTES);
        String principal = call.principal();
        ids.add(UUID.fromString(call.requestId()));
        minutes.add(Timestamp.from(minute));
        callers.add(call.modelId() + "|" + principal.substring(0, Math.max(0, principal.lastIndexOf('/'))) + "|"
                + call.operation());
        inputs.add(call.quantities().inputTokens());
        outputs.add(call.quantities().outputTokens());
        cacheReads.add(call.quantities().cacheReadTokens());
        costs.add(costPicos(call));
    }

    private long costPicos(Invocation call) {
        RateSchedule schedule = prices.get(call.modelId());
        if (schedule == null) {
            throw new IllegalStateException("no prices of " + call.modelId());
        }
        BigDecimal cost = BigDecimal.ZERO;
        for (RateCard card : schedule.cards()) {
            cost = cost.add(card.usdPerUnit()
                    .multiply(BigDecimal.valueOf(call.quantities().get(card.unit()))));
        }
        return cost.movePointRight(12).longValueExact();
    }

    @Override
    public int size() {
        return ids.size();
    }

    @Override
    public void execute(Connection connection, PreparedStatement statement) throws SQLException {
        statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
        statement.setArray(2, connection.createArrayOf("timestamptz", minutes.toArray()));
        statement.setArray(3, connection.createArrayOf("text", callers.toArray()));
        statement.setArray(4, connection.createArrayOf("bigint", inputs.toArray()));
        statement.setArray(5, connection.createArrayOf("bigint", outputs.toArray()));
        statement.setArray(6, connection.createArrayOf("bigint", cacheReads.toArray()));
        statement.setArray(7, connection.createArrayOf("bigint", costs.toArray()));
        statement.execute();
        for (List<?> column : List.of(ids, minutes, callers, inputs, outputs, cacheReads, costs)) {
            column.clear();
        }
    }
}
