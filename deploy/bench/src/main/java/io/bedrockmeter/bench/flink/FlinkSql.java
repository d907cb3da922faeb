package io.bedrockmeter.bench.flink;

import io.bedrockmeter.bench.topics.Dataset;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Unit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The statements of the job. */
final class FlinkSql {

    static final String GROUP = "bench-flink";

    private static final String CELL_COLUMNS =
            "application, environment, team, costCenter, owner, modelId, principal, operation";
    private static final String SUMS =
            "SUM(requests), SUM(inputTokens), SUM(outputTokens), SUM(cacheReadTokens), SUM(picos)";
    private static final String SUM_TYPES =
            "requests BIGINT, inputTokens BIGINT, outputTokens BIGINT, cacheReadTokens BIGINT, picos BIGINT";

    private final KafkaSettings kafka;
    private final Collection<RateSchedule> schedules;

    FlinkSql(KafkaSettings kafka, Collection<RateSchedule> schedules) {
        this.kafka = kafka;
        this.schedules = schedules;
    }

    static String usageTopic(KafkaSettings kafka, Granularity granularity) {
        return kafka.topicPrefix() + "bench-flink-usage-" + granularity.wireName();
    }

    static String spendTopic(KafkaSettings kafka, Granularity granularity) {
        return kafka.topicPrefix() + "bench-flink-spend-" + granularity.wireName();
    }

    /** Tables and views. */
    List<String> definitions() {
        String source = "'connector' = 'kafka', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',"
                + "'properties.group.id' = '" + GROUP + "', 'properties.bootstrap.servers' = '"
                + kafka.bootstrapServers()
                + "'";
        String script = script().replace("${source}", source)
                .replace("${invocations}", Dataset.jsonInvocations(kafka.topicPrefix()))
                .replace("${tagEvents}", Dataset.jsonTagEvents(kafka.topicPrefix()))
                .replace("${prices}", prices());
        List<String> statements = new ArrayList<>(List.of(script.split(";\\s*\\n")));
        for (Granularity granularity : Granularity.values()) {
            statements.add(sink(usageTable(granularity), usageTopic(kafka, granularity), "startedAt, " + CELL_COLUMNS));
            statements.add(sink(spendTable(granularity), spendTopic(kafka, granularity), "startedAt, tag"));
        }
        return statements;
    }

    /** What fills the sinks. */
    List<String> inserts() {
        List<String> statements = new ArrayList<>();
        for (Granularity granularity : Granularity.values()) {
            String start = start(granularity);
            statements.add("INSERT INTO " + usageTable(granularity) + " SELECT " + start + ", " + CELL_COLUMNS + ", "
                    + SUMS + " FROM usage_minute GROUP BY " + start + ", " + CELL_COLUMNS);
            statements.add("INSERT INTO " + spendTable(granularity) + " SELECT " + start + ", tag, " + SUMS
                    + " FROM tag_minute GROUP BY " + start + ", tag");
        }
        return statements;
    }

    private static String start(Granularity granularity) {
        return switch (granularity) {
            case MINUTE -> "startedAt";
            case HOUR -> "CONCAT(SUBSTRING(startedAt, 1, 13), ':00:00Z')";
            case DAY -> "CONCAT(SUBSTRING(startedAt, 1, 10), 'T00:00:00Z')";
            case MONTH -> "CONCAT(SUBSTRING(startedAt, 1, 7), '-01T00:00:00Z')";
        };
    }

    private String sink(String table, String topic, String key) {
        String columns = key.replace(",", " STRING,") + " STRING";
        return "CREATE TABLE " + table + " (" + columns + ", " + SUM_TYPES + ", PRIMARY KEY (" + key
                + ") NOT ENFORCED) WITH ('connector' = 'upsert-kafka', 'key.format' = 'json', 'value.format' = 'json',"
                + "'sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = '" + topic + "',"
                + "'properties.transaction.timeout.ms' = '600000', 'properties.compression.type' = 'lz4',"
                + "'properties.linger.ms' = '20', 'properties.batch.size' = '262144',"
                + "'topic' = '" + topic + "', 'properties.bootstrap.servers' = '" + kafka.bootstrapServers() + "')";
    }

    private static String usageTable(Granularity granularity) {
        return "sink_usage_" + granularity.wireName();
    }

    private static String spendTable(Granularity granularity) {
        return "sink_spend_" + granularity.wireName();
    }

    private String prices() {
        return schedules.stream()
                .map(schedule -> "('" + schedule.model() + "', " + picos(schedule, Unit.INPUT_TOKEN) + ", "
                        + picos(schedule, Unit.OUTPUT_TOKEN) + ", " + picos(schedule, Unit.CACHE_READ_TOKEN) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String picos(RateSchedule schedule, Unit unit) {
        for (RateCard card : schedule.cards()) {
            if (card.unit() == unit) {
                return "CAST(" + card.usdPerUnit().movePointRight(12).longValueExact() + " AS BIGINT)";
            }
        }
        throw new IllegalStateException("no price of " + unit + " for " + schedule.model());
    }

    private static String script() {
        try (InputStream in = FlinkSql.class.getResourceAsStream("/flink/job.sql")) {
            if (in == null) {
                throw new IllegalStateException("no job in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
