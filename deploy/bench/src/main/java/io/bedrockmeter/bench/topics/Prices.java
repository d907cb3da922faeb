package io.bedrockmeter.bench.topics;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.topics.Topics;
import java.util.HashMap;
import java.util.Map;

/** The prices on the topic of rate cards. */
public final class Prices {

    private Prices() {}

    /** The last schedule of each model. */
    public static Map<String, RateSchedule> read(KafkaSettings kafka) {
        Map<String, RateSchedule> schedules = new HashMap<>();
        WholeTopic.read(kafka, kafka.name(Topics.RATE_CARDS), record -> {
            if (Topics.RATE_CARDS.codec().decode(record.value()) instanceof RateSchedule schedule) {
                schedules.put(schedule.model(), schedule);
            }
        });
        return schedules;
    }
}
