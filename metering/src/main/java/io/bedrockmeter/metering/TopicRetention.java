package io.bedrockmeter.metering;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the retention of the totals' topics to what is configured. Topics are created with the defaults; where a granularity
 * is configured otherwise its two topics are changed. Where the default is configured they are left as they are: somebody may
 * have changed them at the broker.
 */
final class TopicRetention {

    private static final Logger LOG = LoggerFactory.getLogger(TopicRetention.class);

    private TopicRetention() {}

    /** Changes what differs. Where the broker does not allow it the topics stay as they are, with a warning. */
    static void apply(Map<Granularity, Duration> configured, KafkaSettings kafka) {
        Map<ConfigResource, String> wanted = new HashMap<>();
        configured.forEach((granularity, retention) -> {
            if (!retention.equals(Topics.retention(granularity))) {
                for (Topic<?> topic : List.of(Topics.usage(granularity), Topics.spendByTag(granularity))) {
                    wanted.put(
                            new ConfigResource(ConfigResource.Type.TOPIC, kafka.name(topic)),
                            Long.toString(retention.toMillis()));
                }
            }
        });
        if (!wanted.isEmpty()) {
            change(wanted, kafka);
        }
    }

    private static void change(Map<ConfigResource, String> wanted, KafkaSettings kafka) {
        try (Admin admin = Admin.create(kafka.clientConfig())) {
            Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
            admin.describeConfigs(wanted.keySet()).all().get().forEach((topic, config) -> {
                ConfigEntry now = config.get(TopicConfig.RETENTION_MS_CONFIG);
                String retention = wanted.getOrDefault(topic, "");
                if (now == null || !retention.equals(now.value())) {
                    ConfigEntry entry = new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, retention);
                    changes.put(topic, new ArrayList<>(List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))));
                }
            });
            admin.incrementalAlterConfigs(changes).all().get();
            changes.keySet()
                    .forEach(topic -> LOG.atInfo()
                            .addKeyValue("topic", topic.name())
                            .addKeyValue("retentionMs", wanted.get(topic))
                            .log("retention changed"));
        } catch (ExecutionException e) {
            LOG.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getCause()))
                    .log("the configured retention of topics cannot be set, they keep theirs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
