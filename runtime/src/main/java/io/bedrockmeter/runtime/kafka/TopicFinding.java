package io.bedrockmeter.runtime.kafka;

import java.util.Comparator;

/**
 * A setting of a topic that is not as it should be.
 *
 * @param weight what comes of it
 * @param topic full name of the topic
 * @param setting name of the setting, as Kafka calls it
 * @param found what it is
 * @param expected what it should be
 * @param why what happens otherwise
 */
public record TopicFinding(Weight weight, String topic, String setting, String found, String expected, String why) {

    /** What comes of a finding. */
    public enum Weight {
        /** Totals would be wrong, or nothing could be written: services do not start. */
        WRONG,
        /** Works as long as nothing else happens: services start, with a warning. */
        RISKY
    }

    /** Wrong ones first, then by topic and setting. */
    public static final Comparator<TopicFinding> ORDER = Comparator.comparing(TopicFinding::weight)
            .thenComparing(TopicFinding::topic)
            .thenComparing(TopicFinding::setting);

    /** In one line, for logs and errors. */
    @Override
    public String toString() {
        return topic + ": " + setting + " is " + found + ", expected " + expected + ": " + why;
    }
}
