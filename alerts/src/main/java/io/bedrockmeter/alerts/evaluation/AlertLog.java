package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.UndecodableException;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of every alert on the alerts topic. The evaluation's own state says what was announced; this says it again
 * should that state ever be lost (an application reset), so a replay of all usage announces nothing twice.
 */
final class AlertLog {

    private static final Logger LOG = LoggerFactory.getLogger(AlertLog.class);

    private final ReadOnlyKeyValueStore<Bytes, byte[]> ids;

    AlertLog(ReadOnlyKeyValueStore<Bytes, byte[]> ids) {
        this.ids = ids;
    }

    PeriodState.Told about(PeriodKey period) {
        return (kind, rule) ->
                ids.get(key(Alert.idOf(kind, period.budgetId(), period.instance(), period.start(), rule))) != null;
    }

    /** Every id that an alert stands for: its own, and those of the thresholds a summary covers. */
    static List<String> idsOf(Alert alert) {
        List<String> ids = new ArrayList<>();
        ids.add(alert.alertId());
        String period = alert.alertId().substring(0, alert.alertId().lastIndexOf('/') + 1);
        alert.covered().forEach(rule -> ids.add(period + rule));
        return ids;
    }

    private static Bytes key(String alertId) {
        return Bytes.wrap(alertId.getBytes(StandardCharsets.UTF_8));
    }

    /** Fills the global store from the alerts topic. */
    static final class Loader extends ContextualProcessor<byte[], byte[], Void, Void> {

        private static final byte[] PRESENT = {1};

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (record.value() == null) {
                return;
            }
            KeyValueStore<Bytes, byte[]> store = context().getStateStore(AlertsTopology.ALERT_LOG);
            try {
                idsOf(Topics.ALERTS.codec().decode(record.value())).forEach(id -> store.put(key(id), PRESENT));
            } catch (UndecodableException e) {
                LOG.atWarn()
                        .addKeyValue("reason", e.getMessage())
                        .addKeyValue(
                                "origin",
                                context().recordMetadata().map(Object::toString).orElse(""))
                        .log("a record of the alerts topic is no alert and is left out");
            }
        }
    }
}
