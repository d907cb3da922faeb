package io.bedrockmeter.standalone.topics;

import io.bedrockmeter.runtime.config.Similar;
import io.bedrockmeter.schemas.topics.Topic;
import io.bedrockmeter.schemas.topics.Topics;
import io.bedrockmeter.standalone.process.BadInputException;
import java.util.List;

/** Finds a topic of the catalogue by what a person calls it. */
public final class TopicNames {

    private TopicNames() {}

    /**
     * The topic called {@code name}: with or without the prefix, with or without the version.
     *
     * @throws BadInputException when there is none
     */
    public static Topic<?> find(String name, String prefix) {
        String suffix = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
        return Topics.all().stream()
                .filter(topic ->
                        topic.suffix().equals(suffix) || shortName(topic).equals(suffix))
                .findFirst()
                .orElseThrow(() -> new BadInputException(unknown(name, suffix)));
    }

    /** Short names of all topics, for example {@code usage.day}. */
    public static List<String> all() {
        return Topics.all().stream().map(TopicNames::shortName).toList();
    }

    private static String unknown(String name, String suffix) {
        String hint = Similar.closest(suffix, all())
                .map(meant -> "; did you mean " + meant + "?")
                .orElse("");
        return "no topic is called '" + name + "'" + hint + "\ntopics: " + String.join(", ", all());
    }

    private static String shortName(Topic<?> topic) {
        return topic.suffix().replaceAll("\\.v\\d+$", "");
    }
}
