package io.bedrockmeter.bench.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.bench.workload.CallRecords;
import io.bedrockmeter.bench.workload.Names;
import io.bedrockmeter.bench.workload.Shape;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.Test;

final class FlinkSqlTest {

    @Test
    void flink_can_plan_the_job() {
        // Given
        Shape shape = new Shape(1, 1, 0, 1, 10, false, Instant.parse("2026-11-20T10:00:00Z"));
        CallRecords records = new CallRecords(new Names(shape));
        KafkaSettings kafka = new KafkaSettings("127.0.0.1:1", "bench.", 4, (short) 1, Map.of());
        FlinkSql sql = new FlinkSql(kafka, List.of(records.schedule(0), records.schedule(1)));
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        sql.definitions().forEach(tables::executeSql);
        StatementSet inserts = tables.createStatementSet();
        sql.inserts().forEach(inserts::addInsertSql);
        // When
        String plan = inserts.explain();
        // Then
        assertThat(plan).contains("sink_usage_minute", "sink_spend_month", "Deduplicate");
    }
}
