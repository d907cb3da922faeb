package io.bedrockmeter.alerts;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The production configuration for tests in other packages. */
public final class TestStreams {

    private TestStreams() {}

    public static Properties properties(Path stateDir) {
        KafkaSettings kafka = new KafkaSettings("unused:9092", Topics.DEFAULT_PREFIX, 6, (short) -1, Map.of());
        return StreamsSettings.of(AlertsConfig.defaults(stateDir), kafka);
    }
}
